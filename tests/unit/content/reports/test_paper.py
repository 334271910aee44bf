"""A4 papers: the text is in the PDF, the fonts too, and nothing is fetched."""

from __future__ import annotations

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pypdfium2

from content.reports.paper import draw


def _text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))


def test_chinese_text_is_drawn_and_can_be_read_back() -> None:
    pdf = draw("<meta charset=utf-8><body style='font-family:Noto Sans CJK SC'><p>本周新增岗位 170 个<p>喆堃祎")
    text = _text(pdf)
    assert "本周新增岗位 170 个" in text
    assert "喆堃祎" in text


def test_a_paper_fetches_nothing() -> None:
    asked: list[str] = []

    class Watch(BaseHTTPRequestHandler):
        """Notes every request."""

        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Watch)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        pdf = draw(f"<link rel=stylesheet href='{address}/a.css'><img src='{address}/b.png'>"
                   "<img src='file:///etc/hostname'><p>still a paper")  # fmt: skip
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert asked == []
    assert "still a paper" in _text(pdf)
