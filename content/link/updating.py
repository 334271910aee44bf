"""A terminal brings itself a new program from the hub: fetched with resume, checked, and laid into the drop folder.

It installs nothing: the services are no root. What lies in the drop folder (`link/dropping.py`) is looked at again,
from a copy of its own, by what `update-linggong.path` starts (`content/update/dropped.py`).
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from content.digests import file_sha256
from content.errors import ErrandRefused, HubAway, LinkError
from content.link.dropping import incoming, lay_down, result_of
from content.link.hub import Hub
from content.link.packages import (
    DROP,
    FILE_NAME,
    MOST_BYTES,
    RELEASE_KEYS,
    PackageNote,
    is_signed,
    release_keys,
)
from content.model.codec import from_json, to_json, to_plain
from content.model.terminals import ErrandOrder, UpdateReport, UpdateStep

log = logging.getLogger(__name__)

_SHORTEST_WAIT_S, _LONGEST_WAIT_S = 1.0, 30.0
_MOST_TRIES = 200  # some hours without a hub
_UNSIGNED = "签名不是开发方的，已经丢弃，没有安装。请系统管理员向开发方另要安装包。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What is remembered of one update over restarts, in `<data>/update.json`."""

    errand: str
    sha256: str
    step: UpdateStep
    sentence: str = ""


class Updater:
    """One update at a time; `tell` is called when the hub should hear how far it is."""

    def __init__(self, data: Path, tell: Callable[[], None] = lambda: None, drop: Path = DROP,
                 keys: Path = RELEASE_KEYS, wait_s: float = _SHORTEST_WAIT_S) -> None:  # fmt: skip
        self.tell = tell
        self._data, self._drop, self._keys, self._wait_s = data, drop, keys, wait_s
        self._hub: Hub | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._update = self._read()

    def start(self, hub: Hub) -> None:
        """Take the hub to fetch from, and go on where a restart broke off."""
        self._hub = hub
        if self._update is not None and self._update.step is UpdateStep.FETCHING:
            self._begin(self._update)

    def stop(self) -> None:
        """Stop fetching; what came stays for the next start."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=15)

    def deed(self, order: ErrandOrder) -> str:
        """Begin the update an errand asks for, by the package's sha256; ErrandRefused when this box cannot."""
        if not incoming(self._drop).is_dir():
            raise ErrandRefused("这台设备不能从中心升级（没有 update-linggong），请系统管理员用 U 盘升级。")
        try:
            trusted = release_keys(self._keys)
        except (OSError, ValueError) as error:
            raise ErrandRefused(f"{self._keys} 里的发布公钥读不了，请系统管理员核对。") from error
        if not trusted:
            raise ErrandRefused(f"这台设备没有存发布公钥（{self._keys}），只能用 U 盘升级。")
        if self._thread is not None and self._thread.is_alive():
            raise ErrandRefused("这台设备正在升级，请等它做完。")
        self._begin(Update(errand=order.id, sha256=order.argument, step=UpdateStep.FETCHING))
        return "收到了，正在下载；装好、重新联系上以后在“程序升级”页看得到。"

    def report(self) -> dict[str, Any]:
        """Return what the heartbeat tells; the keys are those of `UpdateReport`."""
        update = self._update
        if update is None:
            return to_plain(UpdateReport())
        said = self._result(update)
        return to_plain(said or UpdateReport(errand=update.errand, step=update.step, sentence=update.sentence))

    def _begin(self, update: Update) -> None:
        self._keep(update)
        self._thread = threading.Thread(target=self._run, args=(update,), name="update", daemon=True)
        self._thread.start()

    def _run(self, update: Update) -> None:
        try:
            note = self._fetch(update)
            if note is None:
                return  # told to stop; the next start goes on
            lay_down(self._drop, self._part(update), note, update.errand)
            self._keep(replace(update, step=UpdateStep.HANDED, sentence="已下载并核对，正在安装。"))
        except LinkError as error:
            self._keep(replace(update, step=UpdateStep.FAILED, sentence=str(error)))
        except OSError as error:
            log.exception("the update cannot be kept")
            sentence = f"安装包存不下（{error.strerror}），请系统管理员检查磁盘。"
            self._keep(replace(update, step=UpdateStep.FAILED, sentence=sentence))
        self.tell()

    def _fetch(self, update: Update) -> PackageNote | None:
        """Bring the package here whole; LinkError when it is not to be had or not to be trusted."""
        wait, sentence = self._wait_s, ""
        for _ in range(_MOST_TRIES):
            if self._stopping.is_set() or self._hub is None:
                return None
            try:
                note = self._hub.package_note(update.sha256)
                self._receive(self._hub, note, update)
            except HubAway as error:
                sentence = str(error)
                self._stopping.wait(wait)
                wait = min(wait * 2, _LONGEST_WAIT_S)
                continue
            if file_sha256(self._part(update)) == update.sha256:
                self._check(note, update)
                return note
            self._part(update).unlink()
        raise LinkError(f"安装包没有下载完整：{sentence or '每次都和校验值对不上。'}")

    def _receive(self, hub: Hub, note: PackageNote, update: Update) -> None:
        named = FILE_NAME.fullmatch(note.file_name)
        if named is None or note.sha256 != update.sha256 or note.size > MOST_BYTES:
            raise LinkError("中心给的安装包不是要的那一个，没有下载。")
        part = self._part(update)
        start = part.stat().st_size if part.exists() else 0
        if start > note.size:
            part.unlink()
            start = 0
        if start == note.size:
            return
        with part.open("ab" if start else "wb") as file:
            for chunk in hub.package(update.sha256, start):
                file.write(chunk)
                if self._stopping.is_set() or file.tell() > note.size:
                    break
            file.flush()
            os.fsync(file.fileno())
            if file.tell() < note.size:
                raise HubAway("安装包没有传完，稍后自动接着传。")

    def _check(self, note: PackageNote, update: Update) -> None:
        if not is_signed(update.sha256, note.signature, release_keys(self._keys)):
            self._part(update).unlink()
            raise LinkError(f"安装包 {note.version} 的{_UNSIGNED}")

    def _result(self, update: Update) -> UpdateReport | None:
        said = result_of(self._drop, update.errand) if update.step is UpdateStep.HANDED else None
        if said is None:
            return None
        step = UpdateStep.DONE if said.ok else UpdateStep.FAILED
        return UpdateReport(errand=update.errand, step=step, sentence=said.sentence, doctor=said.doctor)

    def _part(self, update: Update) -> Path:
        return self._data / f"update-{update.sha256}.part"

    def _keep(self, update: Update) -> None:
        self._update = update
        fresh = self._data / "update.json.new"
        fresh.write_bytes(to_json(update))
        fresh.replace(self._data / "update.json")

    def _read(self) -> Update | None:
        try:
            return from_json(Update, (self._data / "update.json").read_bytes())
        except (OSError, ValueError):
            return None
