"""One restic repository: encrypted on this side, so that a stolen disk or a curious server shows nothing.

The password goes through a pipe of its own: never an argument, never the environment (both can be read by others).
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from content.backup.policy import shown
from content.errors import BackupError

_NO_REPOSITORY = ("Is there a repository at the following location?", "unable to open config file")
_WRONG_KEY = "wrong password or no key found"
_LONG_S = 4 * 3600.0


class Repository:
    """A place that holds copies: a folder, `sftp:…`, `rest:…` or `s3:…` as restic writes them."""

    def __init__(self, target: str, password: str) -> None:
        self.target = target
        self._password = password

    def back_up(self, root: Path, names: Sequence[str]) -> int:
        """Add a copy of some files below a folder, making the repository first; return the bytes that were new."""
        words = ("backup", "--json", "--host", "linggong", "--tag", "linggong", *names)
        try:
            said = self._run(*words, cwd=root)
        except _Absent:
            self._run("init")
            said = self._run(*words, cwd=root)
        summary: dict[str, object] = json.loads(said.splitlines()[-1])
        return int(str(summary["data_added"]))

    def restore(self, into: Path) -> None:
        """Lay the newest copy into a folder; BackupError when there is none or the key is not the one it has."""
        self._run("restore", "latest", "--tag", "linggong", "--target", str(into))

    def check(self) -> None:
        """Read every byte back; BackupError when one is not as it was written."""
        self._run("check", "--read-data")

    def forget(self, keep_days: int) -> None:
        """Drop copies older than so many days: the newest always stays, and what was deleted becomes deleted."""
        self._run("forget", "--tag", "linggong", "--keep-last", "1", "--keep-within", f"{keep_days}d", "--prune",
                  "--group-by", "tags")  # fmt: skip

    def _run(self, *words: str, cwd: Path | None = None) -> str:
        reading, writing = os.pipe()
        try:
            os.write(writing, self._password.encode() + b"\n")
            os.close(writing)
            run = subprocess.run(
                ["restic", "--repo", self.target, "--password-file", f"/dev/fd/{reading}", "--no-cache", *words],
                capture_output=True, text=True, stdin=subprocess.DEVNULL, pass_fds=(reading,), cwd=cwd,
                timeout=_LONG_S, check=False)  # fmt: skip
        except FileNotFoundError as error:
            raise BackupError("这台电脑没有装 restic，请系统管理员执行 apt-get install restic。") from error
        except subprocess.TimeoutExpired as error:
            raise BackupError(f"{shown(self.target)} 四个小时没有做完，请系统管理员看网络和对方服务器。") from error
        finally:
            os.close(reading)
        if run.returncode != 0:
            self._fail(run.stderr)
        return run.stdout

    def _fail(self, complaint: str) -> None:
        place = shown(self.target)
        if _WRONG_KEY in complaint:
            raise BackupError(f"{place} 是用另一把密钥做的，打不开。请系统管理员核对密钥托管单。")
        if any(sign in complaint for sign in _NO_REPOSITORY):
            raise _Absent(f"{place} 里没有备份，或者联不上。请系统管理员核对位置、网络和磁盘。")
        if "no space left" in complaint.lower():
            raise BackupError(f"{place} 满了，请系统管理员换一块大的备份盘。")
        last = (complaint.strip().splitlines() or ["没有说明"])[-1].replace(self.target, place)[:200]
        raise BackupError(f"备份到 {place} 没有成功（{last}）。请系统管理员检查磁盘、网络和权限。")


class _Absent(BackupError):
    """There is no repository yet."""
