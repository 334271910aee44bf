"""The plain page beside which the kiosk is set: its views saved as HTML, with our style sheets and not one script."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Page

SHEETS = ("/assets/tokens.css", "/assets/kiosk.css")
_HEAD = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>零工市场</title>'
    '<link rel="icon" href="data:,">'
    '<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1, user-scalable=no">'
)
_VIEW = """() => {
  const view = document.querySelector(".page, .writer-page").cloneNode(true);
  view.querySelectorAll("script").forEach((one) => one.remove());
  return view.outerHTML;
}"""


def saved_view(page: Page) -> bytes:
    """Return the view now shown as a whole document of its own; its links stay as they are."""
    links = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in SHEETS)
    return f"{_HEAD}{links}</head><body>{page.evaluate(_VIEW)}</body></html>".encode()


def address(page: Page) -> str:
    """Return path and query of the page."""
    return str(page.evaluate("location.pathname + location.search"))


def _handler(files: Mapping[str, bytes]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers from memory on a connection kept open; style sheets are asked for once."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer one request."""
            sheet = self.path in SHEETS
            body = files.get(self.path, b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/css" if sheet else "text/html; charset=utf-8")
            self.send_header("Cache-Control", "max-age=3600" if sheet else "no-store")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def served(files: Mapping[str, bytes]) -> Iterator[str]:
    """Serve these files by path and query on loopback; yields the origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(files))
    thread = threading.Thread(target=server.serve_forever, name="static copy", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
