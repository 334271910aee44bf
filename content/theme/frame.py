"""What every NiceGUI page of ours wears: our style sheets, and our words when the connection is lost."""

from __future__ import annotations

from nicegui import ui
from nicegui.translations import translations

LOST = "系统正在恢复"
WAIT = "请稍候，页面会自动回来"


def dress(style_sheets: tuple[str, ...], scripts: tuple[str, ...] = ()) -> None:
    """Link style sheets and scripts into every page to come; call once, before the first page is asked for."""
    # the table is not public API; tests/pages holds it to what it does today
    translations["zh-CN"].update(connection_lost=LOST, trying_to_reconnect=WAIT)
    links = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in style_sheets)
    links += "".join(f'<script src="{script}" defer></script>' for script in scripts)
    ui.add_head_html(links, shared=True)
