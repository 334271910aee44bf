"""The file in which the hub's backups and drills are noted: written by the timers' processes, read by the desk."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from content.backup.records import Attempt, BackupState, Drill, TargetKind
from content.errors import BackupError
from content.model.codec import from_json, to_json

_KEPT = 40  # tries of each kind


class BackupBook:
    """One folder beside market.db, with the notes and what a backup needs while it runs."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "backup"
        self._file = self.folder / "state.json"

    def read(self) -> BackupState:
        """Return what is known; nothing where no backup ever ran. BackupError when the file is damaged."""
        try:
            return from_json(BackupState, self._file.read_bytes())
        except FileNotFoundError:
            return BackupState()
        except (OSError, ValueError) as error:
            raise BackupError("备份的记录读不出来，请系统管理员删去 backup/state.json，再运行一次备份。") from error

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """Keep a second one of its kind out for as long as one runs; BackupError when one does.

        A copy that goes away for hours does not hold up the next one to the disk.
        """
        with self._locked(f"{what}.lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
            yield

    @contextmanager
    def _locked(self, name: str, how: int) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(handle, how)
            except BlockingIOError as error:
                raise BackupError("另一次备份或演练正在进行，请等它做完再来。") from error
            yield
        finally:
            os.close(handle)

    def note_attempt(self, attempt: Attempt) -> None:
        """Note a try at a target, failed ones too; the newest of each kind of target are kept."""

        def noted(state: BackupState) -> BackupState:
            mine = (attempt, *(one for one in state.attempts if one.kind is attempt.kind))[:_KEPT]
            others = tuple(one for kind in TargetKind if kind is not attempt.kind
                           for one in state.attempts if one.kind is kind)  # fmt: skip
            return replace(state, attempts=tuple(sorted((*mine, *others), key=lambda one: one.at, reverse=True)))

        self._change(noted)

    def note_drill(self, drill: Drill) -> None:
        """Note a restore that was tried, with what was looked at in it."""
        self._change(lambda state: replace(state, drills=(drill, *state.drills)[:_KEPT]))

    def _change(self, change: Callable[[BackupState], BackupState]) -> None:
        with self._locked("state.lock", fcntl.LOCK_EX):
            changed = change(self.read())
            fresh = self._file.with_name("state.json.new")
            with fresh.open("wb") as file:
                file.write(to_json(changed))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._file)
