"""Thin screens: televisions whose own browser shows the player, served over the LAN at an address only they know.

Without the address nothing is answered to the LAN. The page needs no secure context: no service worker, no
crypto.subtle.
"""

from __future__ import annotations

import ipaddress
import json
import secrets
import socket
from collections.abc import Mapping
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from content.errors import SettingsError

_OWN = ("/health", "/glass")  # between the box's own processes; everything else is the player's
_MOST = 20


def thin_names(setting: str) -> tuple[str, ...]:
    """Read `[screen] thin_screens`, names with commas between; SettingsError when there are too many or two alike."""
    names = tuple(filter(None, (name.strip() for name in setting.replace("，", ",").replace("、", ",").split(","))))
    if len(names) > _MOST or len(set(names)) < len(names):
        raise SettingsError(f"[screen] thin_screens 里的电视名字不能重复，最多 {_MOST} 台，请系统管理员改正。")
    return names


def keep_addresses(names: tuple[str, ...], file: Path) -> dict[str, str]:
    """Return {secret part of the address: name}; an address once given stays, a new name gets a new one.

    SettingsError when the file cannot be read or kept.
    """
    kept = {name: secret for secret, name in known_addresses(file).items()}
    held = {name: kept.get(name) or secrets.token_hex(8) for name in names}
    try:
        if held != kept:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(".new")
            fresh.touch(0o600)
            fresh.write_text(json.dumps(held, ensure_ascii=False), "utf8")
            fresh.replace(file)
    except OSError as error:
        raise SettingsError(f"电视地址 {file} 写不了，请系统管理员检查磁盘和权限。") from error
    return {secret: name for name, secret in held.items()}


def known_addresses(file: Path) -> dict[str, str]:
    """Return the addresses given so far as {secret part: name}; SettingsError when the file cannot be read."""
    try:
        kept = json.loads(file.read_text("utf8")) if file.exists() else {}
        return {str(secret): str(name) for name, secret in kept.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise SettingsError(f"电视地址 {file} 读不了，请系统管理员检查磁盘和权限。") from error


def is_local(client: str) -> bool:
    """Say whether a peer's address is this box."""
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False


def routed(path: str, client: str, screens: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the path to serve and the screen that asks, "" for the box's own; None where nothing is answered.

    The path is "" for a television's address without its last slash.
    """
    parts = path.split("/", 3)
    if len(parts) > 2 and parts[1] == "t":
        name = screens.get(parts[2])
        inner = "/" + parts[3] if len(parts) == 4 else ""
        if name is None or any(inner == own or inner.startswith(f"{own}/") for own in _OWN):
            return None
        return inner, name
    return (path, "") if is_local(client) else None


class Gate:
    """ASGI: lets this box ask everything, and the LAN the player's routes under a thin screen's address."""

    def __init__(self, app: ASGIApp, screens: Mapping[str, str]) -> None:
        self._app, self._screens = app, screens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404 to whom nothing is served, as if there were nothing."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = scope.get("client")
        found = routed(scope["path"], client[0] if client else "", self._screens)
        if found is None:
            await _nothing(send, 404)
            return
        path, screen = found
        if not path:  # typed without its last slash; the page's own addresses are relative to it
            await _nothing(send, 307, (b"location", f"{scope['path']}/".encode()))
            return
        state = {**scope.get("state", {}), "screen": screen}
        await self._app({**scope, "path": path, "raw_path": path.encode(), "state": state}, receive, send)


async def _nothing(send: Send, status: int, *headers: tuple[bytes, bytes]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


def listening(host: str, port: int) -> list[socket.socket]:
    """Bind the box's own loopback line and, if `host` is another address, that one too; OSError when one is taken."""
    hosts = [host] if host in ("0.0.0.0", "127.0.0.1") else ["127.0.0.1", host]  # nosec B104 - compared, not bound to
    lines = []
    try:
        for one in hosts:
            line = socket.socket()
            lines.append(line)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            line.bind((one, port))
    except OSError:
        for line in lines:
            line.close()
        raise
    return lines
