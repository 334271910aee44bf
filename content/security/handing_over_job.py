"""The hand-over as the desk does it: an archive made by a child process beside the hub, its key shown to one person.

In `<data>/hand-over`: the archive, and `made.json` (`Made`) once it was opened again and looked through. The key is in
memory alone, until who began says that it is on paper, or the hub ends; an archive whose key is gone is made again.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from secrets import token_bytes
from typing import Any

from content.backup.sheet import sheet_text
from content.errors import StoreError
from content.model.codec import from_json, to_json
from content.rules.disk_room import MB

log = logging.getLogger(__name__)

ARCHIVE, MADE = "linggong-handover.lgh", "made.json"
_SPARE = 500 * MB  # stays free, so that registrations go on
_LOST = "导出的程序中途停了，没有做成。请再来一次；还不行，请系统管理员看日志。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An archive that was opened again with its key: rows by table, files, and for whom it was made by whom."""

    to: str
    final: bool  # made with the hub taking nothing new; else only a rehearsal
    by: str
    at: datetime
    sha256: str
    size: int
    rows: dict[str, int]
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """How far it is; `key` is shown to `staff_id` alone."""

    to: str = ""
    final: bool = False
    by: str = ""
    staff_id: str = ""
    at: datetime | None = None
    running: bool = False
    step: str = ""
    done: int = 0
    total: int = 0
    error: str = ""
    key: str = field(default="", repr=False)


class HandingOver:
    """One hub's hand-over; `on_failed` lets a hub that was to take nothing work again."""

    def __init__(self, data: Path, on_failed: Callable[[Job], None] = lambda job: None,
                 free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free) -> None:  # fmt: skip
        self._data, self._folder, self._on_failed, self._free = data, data / "hand-over", on_failed, free
        self._lock, self._job = threading.Lock(), Job()
        self._child: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None
        if self.archive.exists() and self.made() is None:  # broken off by the end of a hub
            self.discard()

    @property
    def archive(self) -> Path:
        """Return where the archive lies, once `made` says so."""
        return self._folder / ARCHIVE

    def job(self, staff_id: str) -> Job:
        """Return how far the job is, its key only for who began it."""
        return self._job if self._job.staff_id == staff_id else replace(self._job, key="")

    def made(self) -> Made | None:
        """Return what is known of the archive that lies there."""
        try:
            return from_json(Made, (self._folder / MADE).read_bytes()) if self.archive.is_file() else None
        except (OSError, ValueError):
            return None

    def require_room(self) -> None:
        """Raise StoreError where neither archive nor the copy it is made of would fit."""
        if self._job.running:
            raise StoreError("正在导出，请等它做完。")
        needed = 2 * _size_of(self._data) + _SPARE
        if (free := self._free(self._data)) < needed:
            raise StoreError(f"中心的磁盘放不下归档：要 {needed / MB:.0f} MB，还剩 {free / MB:.0f} MB。"
                             "请系统管理员腾出空间，或在主机上导出到移动盘（运行手册“合同到期”）。")  # fmt: skip

    def start(self, to: str, final: bool, staff_id: str, by: str, now: datetime) -> None:
        """Begin an archive for somebody; the one before is thrown away. StoreError while another is being made."""
        with self._lock:
            self.require_room()
            self.discard()
            self._job = Job(to=to, final=final, by=by, staff_id=staff_id, at=now, running=True,
                            key=sheet_text(token_bytes(32)))  # fmt: skip
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._thread = threading.Thread(target=self._run, args=(self._job, now), name="hand-over", daemon=True)
            self._thread.start()

    def key_is_kept(self, staff_id: str) -> None:
        """Forget the key, which is on paper now."""
        if self._job.staff_id == staff_id and not self._job.running:
            self._job = replace(self._job, key="")

    def discard(self) -> None:
        """Throw the archive away."""
        for path in self._folder.glob("*") if self._folder.is_dir() else ():
            path.unlink(missing_ok=True)
        self._job = replace(self._job, key="", error="")

    def stop(self) -> None:
        """End with the hub; half an archive is thrown away."""
        if self._child is not None and self._child.poll() is None:
            self._child.kill()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _run(self, job: Job, now: datetime) -> None:
        said = dict[str, Any]()
        try:
            told = {"data": str(self._data.absolute()), "archive": str(self.archive.absolute()), "key": job.key,
                    "at": now.isoformat()}  # fmt: skip
            for said in self._child_says(told):
                if "step" in said:
                    self._job = replace(self._job, step=said["step"], done=said["done"], total=said["total"])
        except (OSError, ValueError):
            log.exception("the archive of the hand-over was not made")
        self._end(job, now, said)

    def _child_says(self, told: dict[str, str]) -> Iterator[dict[str, Any]]:
        command = [sys.executable, "-m", "content.security.handing_over_child"]
        bare = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "PYTHONPATH")}
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=bare,
                              encoding="utf8", cwd=Path(__file__).parents[2]) as self._child:  # fmt: skip
            if self._child.stdin is None or self._child.stdout is None:
                return
            self._child.stdin.write(json.dumps(told) + "\n")
            self._child.stdin.close()
            for line in self._child.stdout:
                yield json.loads(line)

    def _end(self, job: Job, now: datetime, said: dict[str, Any]) -> None:
        if "sha256" in said:
            (self._folder / MADE).write_bytes(to_json(Made(
                to=job.to, final=job.final, by=job.by, at=now, sha256=said["sha256"], size=said["size"],
                rows=said["rows"], files=said["files"])))  # fmt: skip
            self._job = replace(self._job, running=False)
            return
        self.discard()
        self._job = replace(self._job, running=False, error=said.get("error", _LOST))
        self._on_failed(job)


def _size_of(data: Path) -> int:
    places = (data / "market.db", data / "market.db-wal", data / "media", data / "attachments")
    files = (path for place in places for path in ((place,) if place.is_file() else place.rglob("*")))
    return sum(path.stat().st_size for path in files if path.is_file())
