"""The static site as one zip to unpack anywhere on a web host: with relative links no folder is the wrong one."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

from content.clock import local
from content.edition.reading import Edition
from content.public.export import site_files

_LINK = re.compile(r'(href|src|action)="/([^"/][^"]*|)"')
_ONLY_AT_THE_ROOT = "404.html"  # a host answers with it at every depth, where a relative link leads astray
_READ_ME = """{market} 网站页面（第 {number} 期，{moment} 导出）

给网站管理员：把整个压缩包解压到网站的任意一个目录，
首页是 index.html。每周换一次时，请先删掉旧目录再解压，过期的岗位才不会留在网上。
页面不引用任何外部文件，不含程序，不收集信息。
"""


def relative(html: str, depth: int) -> str:
    """Return a page with the links of the site written as from a folder so many levels below its root."""

    def link(found: re.Match[str]) -> str:
        target = found[2] + ("index.html" if not found[2] or found[2].endswith("/") else "")
        return f'{found[1]}="{"../" * depth}{target}"'

    return _LINK.sub(link, html)


def site_zip(edition: Edition, now: datetime) -> bytes:
    """Return the site without what ended by now; the same edition and moment give the same bytes."""
    out, moment = io.BytesIO(), local(now)
    read_me = _READ_ME.format(market=edition.market().name, number=edition.manifest.number,
                              moment=f"{moment:%Y-%m-%d %H:%M}")  # fmt: skip
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, body: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name, moment.timetuple()[:6]), body, zipfile.ZIP_DEFLATED)

        put("README.txt", read_me.replace("\n", "\r\n").encode("utf-8-sig"))
        for name, body in site_files(edition, now):
            if name.endswith(".html"):
                body = relative(body.decode(), name.count("/")).encode()
            if name != _ONLY_AT_THE_ROOT:
                put(name, body)
    return out.getvalue()
