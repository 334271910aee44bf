"""How a command line reaches a running hub: a JSON line there and one back over a unix socket of mode 0600."""

from __future__ import annotations

import json
import logging
import socketserver
import threading
from collections.abc import Callable
from pathlib import Path
from socket import AF_UNIX, SOCK_STREAM, socket
from typing import Any

from content.errors import ContentError, HubAway

log = logging.getLogger(__name__)
Answerer = Callable[[dict[str, Any]], dict[str, Any]]


class Console:
    """Listens at `path` until closed; every request goes to `answer` in a thread of the console."""

    def __init__(self, path: Path, answer: Answerer) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)

        class Handler(socketserver.StreamRequestHandler):
            """One question and its answer."""

            timeout = 5

            def handle(self) -> None:
                """Answer one line."""
                self.wfile.write(_answered(answer, self.rfile.readline(65536)))

        self._path = path
        self._server = socketserver.ThreadingUnixStreamServer(str(path), Handler)
        self._server.daemon_threads = True
        path.chmod(0o600)
        self._thread = threading.Thread(target=self._server.serve_forever, name="console", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._path.unlink(missing_ok=True)


def _answered(answer: Answerer, line: bytes) -> bytes:
    try:
        reply = answer(json.loads(line))
    except (ContentError, ValueError) as error:
        reply = {"error": str(error)}
    except Exception:
        log.exception("console")
        reply = {"error": "中心处理这个命令时出了错，请系统管理员看日志。"}
    return json.dumps(reply, ensure_ascii=False).encode() + b"\n"


def ask_hub(path: Path, request: dict[str, Any]) -> dict[str, Any]:
    """Ask the hub that listens at `path`; HubAway when none does."""
    try:
        with socket(AF_UNIX, SOCK_STREAM) as line:
            line.settimeout(20)
            line.connect(str(path))
            line.sendall(json.dumps(request, ensure_ascii=False).encode() + b"\n")
            with line.makefile("rb") as answer:
                reply: dict[str, Any] = json.loads(answer.readline())
    except (OSError, ValueError) as error:
        raise HubAway("中心没有在运行。") from error
    return reply
