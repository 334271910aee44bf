"""Pictures as screens bring them: one PNG of each scene, kept for good; what is on the glass now, in memory."""

from __future__ import annotations

import re

from content.hubapi.answers import refuse
from content.hubapi.parts import HubParts
from content.hubapi.picture_bytes import is_jpeg, png_size
from content.model.codes import TerminalKind
from content.model.people import Terminal
from content.model.screens import ScenePicture
from content.store.tables import Tables

PICTURE_LIMIT = 2 * 1024 * 1024  # bytes of a scene's PNG
LIVE_LIMIT = 300 * 1024  # bytes of a live JPEG
TOO_LARGE = "图片太大，没有收下，请系统管理员查看信息屏程序的日志。"
_SCENE_ID = re.compile(r"[0-9a-f]{8,64}")
_NO_SCREEN = "只有信息屏能送画面，请系统管理员核对这台终端是按哪一种配对的。"


def require_screen(terminal: Terminal) -> None:
    """Refuse everything but a screen."""
    if terminal.kind is not TerminalKind.SCREEN:
        raise refuse(403, _NO_SCREEN)


def require_scene_id(scene_id: str) -> None:
    """Refuse what cannot name a scene."""
    if not _SCENE_ID.fullmatch(scene_id):
        raise refuse(400, "画面编号的写法不对，请系统管理员核对信息屏程序的版本。")


def keep_scene(parts: HubParts, terminal: Terminal, scene_id: str, data: bytes) -> bool:
    """Keep the picture of a scene and return True; False when its scene has one already.

    The file is durable before the row that names it: a row without its file would be a proof that cannot be shown.
    """
    size, now = png_size(data), parts.clock.now()
    if size is None:
        raise refuse(400, "送来的不是完整的 PNG 图片，请系统管理员查看信息屏程序的日志。")
    with parts.market.reading() as tables:
        if tables.scene_pictures.get(scene_id) is not None:
            return False
        order = terminal.edition_order or next((row.order for row in tables.editions.kept(1)), 0)
    sha256, length = parts.market.picture_files.put((data,))
    picture = ScenePicture(scene_id=scene_id, sha256=sha256, size=length, width=size[0], height=size[1],
                           edition_order=order, terminal_id=terminal.id, first_seen_at=now)  # fmt: skip

    def add(tables: Tables) -> bool:
        parts.market.require_here()  # a picture told here as kept is not sent again
        return tables.scene_pictures.add(picture)

    return parts.market.write(add)


def keep_live(parts: HubParts, terminal: Terminal, data: bytes) -> None:
    """Keep what the screen shows now until the next one comes."""
    if not is_jpeg(data):
        raise refuse(400, "送来的不是完整的 JPEG 图片，请系统管理员查看信息屏程序的日志。")
    parts.hall.put(terminal.id, data, parts.clock.now())
