"""Takes in a file that staff send: bounded while it arrives, recognised by content, opened only in the workshop."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from tempfile import mkdtemp
from typing import Any

from content.feeds.recognise import FileRefused, FileSort, largest, may_become, recognise, words_of

_DEADLINE_S = 90
_ENOUGH = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One file that was taken in, in a folder of its own until it is used or dropped."""

    ticket: str
    name: str  # as its sender called it; for people only
    sort: FileSort
    folder: Path
    source: Path
    digest: str  # sha256 of the file as sent
    result: dict[str, Any] = field(default_factory=dict)  # what the workshop answered

    def rows(self) -> list[list[str]]:
        """Return the rows of a spreadsheet, heading first."""
        found: list[list[str]] = json.loads((self.folder / "rows.json").read_text("utf8"))
        return found

    def drop(self) -> None:
        """Delete everything of it."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Intake:
    """The tray for files on their way in; what lay there when the program started is thrown away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)

    async def receive(self, chunks: AsyncIterator[bytes], name: str, wanted: frozenset[FileSort],
                      declared: int | None) -> tuple[Path, str]:  # fmt: skip
        """Write what arrives to a fresh folder; return file and sha256. FileRefused as soon as it is wrong."""
        if declared is not None and declared > largest(wanted):
            raise FileRefused(f"“{name}”太大了，没有接收。这里可以用 {words_of(wanted)}。")
        folder = Path(mkdtemp(dir=self._folder))
        try:
            return await self._write(chunks, folder / "source", name, wanted)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    @staticmethod
    async def _write(chunks: AsyncIterator[bytes], path: Path, name: str,
                     wanted: frozenset[FileSort]) -> tuple[Path, str]:  # fmt: skip
        digest, size, head = sha256(), 0, b""
        with path.open("wb") as file:
            async for chunk in chunks:
                size += len(chunk)
                if size > largest(wanted):
                    raise FileRefused(f"“{name}”太大了，没有接收。这里可以用 {words_of(wanted)}。")
                if len(head) < _ENOUGH:
                    head += chunk[: _ENOUGH - len(head)]
                    if len(head) == _ENOUGH and not may_become(head, wanted):
                        raise FileRefused(f"“{name}”不能用：内容不是这里要的格式。这里可以用 {words_of(wanted)}。")
                digest.update(chunk)
                file.write(chunk)
        return path, digest.hexdigest()

    def open(self, path: Path, digest: str, name: str, wanted: frozenset[FileSort]) -> Taken:
        """Recognise a received file and open it in the workshop; blocks for seconds. FileRefused says why not."""
        try:
            sort = recognise(path, wanted, name)
            result = _in_the_workshop(sort, path, name)
        except BaseException:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise
        return Taken(ticket=token_urlsafe(18), name=name, sort=sort, folder=path.parent, source=path, digest=digest,
                     result=result)  # fmt: skip


def _in_the_workshop(sort: FileSort, path: Path, name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "content.feeds.workshop", sort.name, str(path), str(path.parent)]
    kept = ("PATH", "LANG", "PYTHONPATH", "PYTHONSAFEPATH")
    bare = {key: value for key, value in os.environ.items() if key in kept}
    try:
        done = subprocess.run(command, capture_output=True, timeout=_DEADLINE_S, env=bare, check=False)
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise FileRefused(f"“{name}”处理不了：内容太复杂或已损坏。请另存一份再传。") from error
    if "error" in answer:
        raise FileRefused(f"“{name}”：{answer['error']}")
    return answer
