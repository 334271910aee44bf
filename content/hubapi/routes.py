"""The routes of the link, as `docs/architecture.md` lists them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from content.clock import to_text
from content.connections import whence
from content.edition.format import SignedManifest
from content.errors import LinkError, NotPaired, StoreError
from content.hubapi.answers import BODY_LIMIT, SMALL_BODY_LIMIT, read_bytes, read_object, refuse
from content.hubapi.attempts import Attempts
from content.hubapi.board import TicketBoard, answer_queue
from content.hubapi.calls import QUESTIONS, answer_call
from content.hubapi.hatch import ReceiptDesk, receipt_question
from content.hubapi.heartbeat import Spoken, take_beat
from content.hubapi.inbox import read_batch, take_in
from content.hubapi.packages import Offer
from content.hubapi.pairing import PairingRequest, redeem, token_digest
from content.hubapi.parts import HubParts
from content.hubapi.person_hatch import PersonDesk
from content.hubapi.published import highest, is_published
from content.hubapi.screen_pictures import (
    LIVE_LIMIT,
    PICTURE_LIMIT,
    TOO_LARGE,
    keep_live,
    keep_scene,
    require_scene_id,
    require_screen,
)
from content.link.channel import is_loopback
from content.link.protocol import (
    PROTOCOL,
    PROTOCOL_HEADER,
    TOO_OLD_STATUS,
    VERSION_HEADER,
    is_served,
    program_version,
    refusal,
    said_protocol,
    said_version,
)
from content.model.codec import from_plain, to_plain
from content.model.people import Terminal

T = TypeVar("T")

_MOST_PAIRING = 60  # tries a minute from everywhere
_STRANGER = "中心不认识这台终端，或已停用它，请系统管理员重新配对。"


def register(app: FastAPI, parts: HubParts) -> None:
    """Add the routes under /link to the hub's application."""
    _register_pairing(app, parts)
    _register_edition(app, parts)
    _register_bell(app, parts)
    _register_filings(app, parts)
    _register_heartbeat(app, parts)
    _register_hatch(app, parts)
    _register_board(app, parts)
    _register_pictures(app, parts)
    _register_packages(app, parts)


async def _ask(work: Callable[..., T], *arguments: Any) -> T:
    try:
        return await run_in_threadpool(work, *arguments)
    except StoreError as error:
        raise refuse(503, str(error)) from error


def _require_private(request: Request) -> str:
    """Return the caller's address; tokens and filings do not travel in clear over a network."""
    address = request.client.host if request.client else ""
    if request.url.scheme != "https" and not is_loopback(address):
        raise refuse(403, "本中心在网络上只接受加密连接，请系统管理员把终端的中心地址改成 https。")
    return address


async def _terminal(request: Request, parts: HubParts, *, however_old: bool = False) -> Terminal:
    _require_private(request)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    terminal = None
    if scheme.lower() == "bearer" and token:
        terminal = await _ask(_known_terminal, parts, token_digest(parts.keys, token))
    if terminal is None:
        raise refuse(401, _STRANGER)
    if not however_old and not is_served(said_protocol(request.headers.get(PROTOCOL_HEADER))):
        raise refuse(TOO_OLD_STATUS, refusal(program_version()))
    return terminal


def _known_terminal(parts: HubParts, digest: bytes) -> Terminal | None:
    with parts.market.reading() as tables:
        return tables.terminals.by_token(digest)


def _register_pairing(app: FastAPI, parts: HubParts) -> None:
    attempts, of_all = Attempts(), Attempts(most=_MOST_PAIRING)

    @app.post("/link/pair")
    async def pair(request: Request) -> JSONResponse:
        address, now = whence(_require_private(request)), parts.clock.now()
        # of all together too: addresses are cheap in a building, and a code is eight digits for a quarter of an hour
        if not attempts.allow(address, now) or not of_all.allow("", now):
            raise refuse(429, "配对码试错太多次，请等一分钟再试。")
        try:
            wanted = from_plain(PairingRequest, await read_object(request, SMALL_BODY_LIMIT))
        except ValueError as error:
            raise refuse(400, "配对请求缺项或写法不对，请系统管理员核对终端程序的版本。") from error
        try:
            answer = await _ask(redeem, parts.market, parts.keys, parts.site_id, wanted, now)
        except NotPaired as error:
            raise refuse(401, str(error)) from error
        except LinkError as error:
            raise refuse(409, str(error)) from error
        attempts.forget(address)
        return JSONResponse(answer)


def _register_edition(app: FastAPI, parts: HubParts) -> None:
    @app.get("/link/edition")
    async def edition(request: Request) -> Response:
        await _terminal(request, parts)
        row = await _ask(highest, parts.market)
        if row is None:
            return Response(status_code=204)
        tag = f'"{row.order}"'
        if request.headers.get("If-None-Match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        signed = SignedManifest(manifest=row.manifest, signature=row.signature)
        return JSONResponse(signed.to_wire(), headers={"ETag": tag, "Cache-Control": "no-cache"})

    @app.get("/link/blobs/{sha256}")
    async def blob(request: Request, sha256: str) -> Response:
        await _terminal(request, parts)
        path = parts.shelf.root / "blobs" / sha256
        if not await _ask(is_published, parts.market, sha256) or not path.is_file():
            raise refuse(404, "中心没有这个文件，请等下一次更新；一直没有请系统管理员重新发布。")
        return FileResponse(path, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


def _register_bell(app: FastAPI, parts: HubParts) -> None:
    @app.get("/link/bell")
    async def bell(request: Request) -> StreamingResponse:
        terminal = await _terminal(request, parts)
        row = await _ask(highest, parts.market)

        def still_welcome() -> bool:
            with parts.market.reading() as tables:
                known = tables.terminals.get(terminal.id)
            return known is not None and known.revoked_at is None

        frames = parts.bell.frames(row.order if row else 0, still_welcome, terminal.id)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(frames, media_type="text/event-stream", headers=headers)


def _register_filings(app: FastAPI, parts: HubParts) -> None:
    @app.post("/link/greeting")
    async def greeting(request: Request) -> JSONResponse:
        terminal = await _terminal(request, parts)

        def reach() -> int:
            with parts.market.reading() as tables:
                return tables.inbox.contiguous_seq(terminal.id)

        contiguous = await _ask(reach)
        trusted = [b64encode(parts.keys.edition.public).decode()]
        answer = {"contiguous_seq": contiguous, "now": to_text(parts.clock.now()), "trusted_keys": trusted,
                  "clock_ok": parts.clock_ok(), "protocol": PROTOCOL, "version": program_version(),
                  "seal_key": b64encode(parts.keys.seal_public).decode()}  # fmt: skip
        return JSONResponse(answer)

    @app.post("/link/filings")
    async def filings(request: Request) -> JSONResponse:
        terminal = await _terminal(request, parts)
        plain = await read_object(request, BODY_LIMIT)
        envelopes, unreadable = read_batch(plain)
        receipt, refusals = await _ask(take_in, parts.market, terminal.id, envelopes, parts.clock.now())
        parts.on_filed()
        refused = [to_plain(refusal) for refusal in unreadable + refusals]
        return JSONResponse(to_plain(receipt) | {"refused": refused})


def _register_heartbeat(app: FastAPI, parts: HubParts) -> None:
    @app.post("/link/heartbeat")
    async def heartbeat(request: Request) -> JSONResponse:
        # however old: the desk has to see it, and it can be sent a new program
        terminal = await _terminal(request, parts, however_old=True)
        plain = await read_object(request, SMALL_BODY_LIMIT)
        spoken = Spoken(protocol=said_protocol(request.headers.get(PROTOCOL_HEADER)),
                        version=said_version(request.headers.get(VERSION_HEADER)))  # fmt: skip
        return JSONResponse(await _ask(take_beat, parts, terminal, plain, spoken))


def _register_pictures(app: FastAPI, parts: HubParts) -> None:
    @app.put("/link/scenes/{scene_id}")
    async def scene(request: Request, scene_id: str) -> Response:
        terminal = await _terminal(request, parts)
        require_screen(terminal)
        require_scene_id(scene_id)
        data = await read_bytes(request, PICTURE_LIMIT, TOO_LARGE)
        new = await _ask(keep_scene, parts, terminal, scene_id, data)
        return Response(status_code=201 if new else 200)

    @app.put("/link/live")
    async def live(request: Request) -> Response:
        terminal = await _terminal(request, parts)
        require_screen(terminal)
        keep_live(parts, terminal, await read_bytes(request, LIVE_LIMIT, TOO_LARGE))
        return Response(status_code=200)


def _register_packages(app: FastAPI, parts: HubParts) -> None:
    async def offered(request: Request, sha256: str) -> Offer:
        await _terminal(request, parts, however_old=True)  # a new program is what those need
        offer = await _ask(parts.packages.find, sha256)
        if offer is None:
            raise refuse(404, "中心不再提供这个安装包，请系统管理员在“程序升级”页重新点一次。")
        return offer

    @app.get("/link/packages/{sha256}/note")
    async def note(request: Request, sha256: str) -> JSONResponse:
        return JSONResponse(to_plain((await offered(request, sha256)).note))

    @app.get("/link/packages/{sha256}")
    async def package(request: Request, sha256: str) -> FileResponse:
        offer = await offered(request, sha256)
        return FileResponse(offer.path, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


def _register_hatch(app: FastAPI, parts: HubParts) -> None:
    receipts = ReceiptDesk(parts)
    people = PersonDesk(parts)

    @app.post("/link/hatch")
    async def hatch(request: Request) -> JSONResponse:
        terminal = await _terminal(request, parts)
        plain = await read_object(request, SMALL_BODY_LIMIT)
        now = parts.clock.now()
        match plain.get("question"):
            case "receipt":
                number, code = receipt_question(plain)
                reply = receipts.begin(terminal.id, number, now)
                if reply is None:
                    reply = receipts.end(terminal.id, number, await _ask(receipts.look, number, code, now))
            case "person":
                reply = await _ask(people.answer, people.begin(terminal, plain, now))
            case "queue":
                reply = await _ask(answer_queue, parts.market, now)
            case question if question in QUESTIONS:
                reply = answer_call(parts.calls, terminal, str(question), now)
            case _:
                raise refuse(400, "中心还不认识这个问题，请系统管理员核对终端与中心的程序版本。")
        return JSONResponse(reply, headers={"Cache-Control": "no-store"})


def _register_board(app: FastAPI, parts: HubParts) -> None:
    board = parts.board or TicketBoard(parts.market, parts.clock)

    @app.get("/link/board")
    async def called(request: Request) -> Response:
        await _terminal(request, parts)
        body, tag = await _ask(board.wire)
        headers = {"ETag": tag, "Cache-Control": "no-store", "Linggong-Now": to_text(parts.clock.now())}
        if request.headers.get("If-None-Match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(body, media_type="application/json", headers=headers)
