"""The draft edition to look at: its phone pages under `/preview/phone`, for whoever is logged in, and kept by nobody.

The player's side is registered by the composition root, which hands in what it shows the draft with.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from content.admin.login import COOKIE, EDITING, REVIEWING, at_the_desk
from content.admin.parts import AdminParts
from content.edition.reading import Edition
from content.errors import EditionError
from content.public.pages import Answer, Asked, Site, content_policy

PHONE = "/preview/phone"
SCREEN = "/preview/screen"
NEVER_KEPT = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_NOT_YET = "还没有生成草稿，请在“预览草稿”里点“生成预览”。"


class Draft:
    """The newest draft of the publisher, opened once and let go when there is a newer one."""

    def __init__(self, parts: AdminParts) -> None:
        self._publisher = parts.publisher
        self._lock = threading.Lock()
        self._edition: Edition | None = None

    def edition(self) -> Edition | None:
        """Return the newest draft; None before there is one."""
        with self._lock:
            order = self._publisher.drafts.current_order()
            if self._edition is None or self._edition.manifest.order != order:
                held = self._publisher.drafts.current(self._publisher.draft_keys)
                # the one before closes by itself when no request holds it any more
                self._edition = None if held is None else Edition.open(held)
            return self._edition


def may_look(parts: AdminParts, request: Request) -> bool:
    """Say whether the request comes from somebody at the desk who may see drafts."""
    token = request.cookies.get(COOKIE, "")
    if not token:
        return False
    with parts.market.reading() as tables:
        staff = at_the_desk(tables, parts.keys, token, parts.clock.now())
    return staff is not None and not (EDITING | REVIEWING).isdisjoint(staff.roles)


def shut_out() -> Response:
    """Send somebody without a login to the door."""
    return RedirectResponse("/enter", status_code=303, headers=NEVER_KEPT)


_Page = Callable[[Site, str], Answer]
_LISTS: dict[str, tuple[Callable[[Site], Answer], _Page]] = {
    "policies": (Site.policies, Site.policy), "courses": (Site.courses, Site.course),
    "fairs": (Site.fairs, Site.fair), "rights": (Site.rights, Site.article),
}  # fmt: skip


def page_at(site: Site, path: str, asked: Asked) -> Answer:
    """Return the phone page of a path as the public server would."""
    first, _, rest = path.strip("/").partition("/")
    if not first:
        return site.home()
    if first == "jobs" and not rest:
        return site.jobs(asked)
    if first == "job" and rest:
        return site.job(rest)
    if first in _LISTS:
        every, one = _LISTS[first]
        return one(site, rest) if rest else every(site)
    return site.missing("没有这个页面", "链接可能不完整，请从首页再找。", 404)


def as_preview(html: str, number: int) -> str:
    """Return a phone page with its links inside the preview and a line that says what it is."""
    mark = f'<p role="note"><b>预览 · 第 {number} 期草稿，还没有发布</b></p>'
    inside = html.replace('href="/', f'href="{PHONE}/').replace('action="/', f'action="{PHONE}/')
    return inside.replace('src="/', f'src="{PHONE}/').replace("<body>", f"<body>{mark}", 1)


def open_preview(app: FastAPI, parts: AdminParts, draft: Draft) -> None:
    """Register the draft's phone pages."""
    policy = content_policy().replace("frame-ancestors 'none'", "frame-ancestors 'self'")

    def answer(request: Request, path: str) -> Response:
        if not may_look(parts, request):
            return shut_out()
        query = request.query_params
        after = query.get("after", "")
        asked = Asked(text=query.get("q", "").strip(), group=query.get("group", ""), township=query.get("township", ""),
                      today=bool(query.get("today")),
                      after=int(after) if after.isdecimal() and len(after) < 16 else 0)  # fmt: skip
        try:
            edition = draft.edition()
        except EditionError as error:
            return HTMLResponse(str(error), status_code=503, headers=NEVER_KEPT)
        if edition is None:
            return HTMLResponse(_NOT_YET, status_code=404, headers=NEVER_KEPT)
        page = page_at(Site(edition, parts.clock.now()), path, asked)
        return HTMLResponse(as_preview(page.html, edition.manifest.number), status_code=page.status,
                            headers={**NEVER_KEPT, "Content-Security-Policy": policy})  # fmt: skip

    @app.get(PHONE + "/{path:path}")
    async def phone(request: Request, path: str) -> Response:
        return await run_in_threadpool(answer, request, path)
