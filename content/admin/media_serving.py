"""What staff look at through plain routes: the bytes of 素材, small pictures, and papers kept with a record."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from content.admin.login import COOKIE, EDITING, REVIEWING, at_the_desk, require
from content.admin.parts import AdminParts
from content.admin.scoring import SEEING
from content.clock import calendar_day
from content.errors import ContentError
from content.feeds.recognise import mime_of
from content.feeds.thumbnails import thumbnail
from content.model.attachments import Attachment, AttachmentRole
from content.model.audit import Action
from content.model.codes import Role
from content.store.database import Tables

# a paper may name people: whoever keeps the records, and whoever checks on them
PAPER_READERS = EDITING | REVIEWING | {Role.AUDITOR}
# what shows that somebody works or is helped: who helps them, and who checks on that
_EVIDENCE_READERS = frozenset((Role.CLERK, Role.COUNSELLOR, Role.MANAGER, Role.AUDITOR, Role.ASSESSOR))
# the documents behind the bureau's figures: who sees the figures
_SCORE_SUBJECTS = frozenset(("county_figure", "subsidy_payment", "rectification", "violation"))
_SHA256 = re.compile(r"[0-9a-f]{64}")
_HEAD = 4096
# bytes never change under their name; a shared computer keeps them for this day only
_SHOWN = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600", "X-Frame-Options": "DENY"}
_PRIVATE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}


def media_path(sha256: str, small: bool = False) -> str:
    """Return where staff see a file of 素材."""
    return f"/media/{sha256}/small" if small else f"/media/{sha256}"


def attachment_path(attachment_id: str) -> str:
    """Return where staff get a paper."""
    return f"/attachment/{attachment_id}"


def paper_name(attachment: Attachment) -> str:
    """Return what a paper is called when it is saved: its role and its day, no person's name."""
    day = f"{calendar_day(attachment.added_at):%Y%m%d}"
    return f"{attachment.role.label}-{day}{_ENDINGS.get(attachment.mime, '')}"


def _known(parts: AdminParts, request: Request) -> bool:
    with parts.market.reading() as tables:
        return at_the_desk(tables, parts.keys, request.cookies.get(COOKIE, ""), parts.clock.now()) is not None


def _file(parts: AdminParts, sha256: str) -> tuple[Path, str] | None:
    """Return where a file lies and its type by content; None for what is no file of 素材."""
    if not _SHA256.fullmatch(sha256):
        return None
    path = parts.market.media_files.path_of(sha256)
    try:
        with path.open("rb") as file:
            return path, mime_of(file.read(_HEAD))
    except OSError:
        return None


def _shown(parts: AdminParts, request: Request, sha256: str, small: bool) -> Response:
    if not _known(parts, request):
        return Response(status_code=401, headers=_PRIVATE)
    found = _file(parts, sha256)
    if found is None or not found[1]:
        return Response(status_code=404, headers=_PRIVATE)
    path, mime = found
    if small:
        made = thumbnail(path)
        if made is None:
            return Response(status_code=404, headers=_PRIVATE)
        return Response(made, media_type="image/jpeg", headers=_SHOWN)
    # a PDF may hold scripts of its own: it is saved, and its pages are what one looks at here
    name = f"{sha256[:12]}.pdf" if mime == "application/pdf" else None
    return FileResponse(path, media_type=mime, filename=name, headers=_SHOWN)


def _paper(parts: AdminParts, request: Request, attachment_id: str) -> Response:
    token, now = request.cookies.get(COOKIE, ""), parts.clock.now()
    try:
        found = parts.market.write(lambda tables: _looked(tables, parts, token, attachment_id, now))
        if found is None:
            return Response("这份附件已经删除，或者链接不对。", status_code=404, headers=_PRIVATE)
        plain = parts.market.attachment_files.read(found)
    except ContentError as error:
        return Response(str(error), status_code=403, headers=_PRIVATE)
    name = quote(paper_name(found))
    given = {**_PRIVATE, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(plain, media_type=found.mime, headers=given)


def readers_of(paper: Attachment | None) -> frozenset[Role]:
    """Return who may take a paper."""
    if paper is not None and paper.subject in _SCORE_SUBJECTS:
        return SEEING
    return _EVIDENCE_READERS if paper is not None and paper.role is AttachmentRole.EVIDENCE else PAPER_READERS


def _looked(tables: Tables, parts: AdminParts, token: str, attachment_id: str, now: datetime) -> Attachment | None:
    """Note who takes a paper, in the write that lets them."""
    found = tables.attachments.get(attachment_id)
    staff = require(at_the_desk(tables, parts.keys, token, now), readers_of(found))
    if found is not None:
        tables.audit.note(staff, now, Action.LOOKED, subject=found.subject, subject_id=found.subject_id,
                          words=f"下载附件：{found.role.label}，为核对材料")  # fmt: skip
    return found


def open_media(app: FastAPI, parts: AdminParts) -> None:
    """Register `/media/{sha256}`, its small picture and `/attachment/{id}`."""

    @app.get("/media/{sha256}")
    async def whole(request: Request, sha256: str) -> Response:
        return await asyncio.to_thread(_shown, parts, request, sha256, False)

    @app.get("/media/{sha256}/small")
    async def small(request: Request, sha256: str) -> Response:
        return await asyncio.to_thread(_shown, parts, request, sha256, True)

    @app.get("/attachment/{attachment_id}")
    async def paper(request: Request, attachment_id: str) -> Response:
        if not await asyncio.to_thread(_known, parts, request):
            return RedirectResponse("/enter", status_code=303, headers=_PRIVATE)
        return await asyncio.to_thread(_paper, parts, request, attachment_id)
