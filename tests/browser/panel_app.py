"""The input panel alone in a process of its own, with every kind of field: `python -m tests.browser.panel_app PORT`."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from nicegui import ui

from content.speech import Speech
from content.theme.frame import dress
from kiosk.app import add_plain_routes
from kiosk.components.panel import Panel
from kiosk.components.writer import Field, Writer
from kiosk.input.routes import add_input_routes
from kiosk.input.service import InputService
from kiosk.speaking import add_speech_routes

FIELDS = {
    "text": Field(key="text", label="会做的活", kind="text", most=40, hint="可以写几样"),
    "name": Field(key="name", label="姓名", kind="name", most=12, hint="身份证上的姓名"),
    "id": Field(key="id", label="身份证号", kind="id", most=18, hint="18 位"),
    "address": Field(key="address", label="住在哪里", kind="address", most=40, hint="先点乡镇，再写村名"),
    "phone": Field(key="phone", label="手机号", kind="phone", most=12, hint="有活给您打电话"),
}


def application() -> FastAPI:
    """Build the application; the page shows what it was given as JSON, and how often."""
    made = FastAPI()
    service = InputService(lambda: None, lambda: datetime.now(UTC))
    add_plain_routes(made, lambda: {"ok": True})
    add_input_routes(made, service)
    add_speech_routes(made, Speech(Path("nowhere"), "no-voice-is-installed"), lambda: None)
    dress(("/assets/tokens.css", "/assets/kiosk.css"), ("/assets/reading.js",))

    @ui.page("/")
    def panel(fields: str = "text,name,id,address,phone") -> None:
        times = [0]

        async def done(texts: dict[str, str]) -> None:
            times[0] += 1
            given.set_text(json.dumps([times[0], texts], ensure_ascii=False))

        with ui.element("div").classes("page writer-page").props("data-clock=idle"):
            head = Panel(classes="head")
            Writer(tuple(FIELDS[key] for key in fields.split(",")), "提交", done)
            given = ui.label("").classes("given")
        head.show("kiosk_hand.html", who=None, electronic=False, helped=False)

    @ui.page("/aloud")
    def aloud() -> None:
        ui.html('<div class="page"><button class="btn" data-read-aloud>读给我听</button><div data-public><p data-say>'
                '月薪4500元。包吃住。</p></div><p data-say>张*，您好<button>退出</button></p></div>', sanitize=False)

    ui.run_with(made, mount_path="/kiosk", language="zh-CN", tailwind=False, show_welcome_message=False)
    service.warm()
    return made


if __name__ == "__main__":
    uvicorn.run(application(), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
