"""One restic repository: encrypted on this side, so that a stolen disk or a curious server shows nothing.

The password goes through a pipe of its own: never an argument, never the environment (both can be read by others).
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from content.backup.policy import shown
from content.errors import BackupError

_NO_REPOSITORY = ("Is there a repository at the following location?", "unable to open config file")
_WRONG_KEY = "wrong password or no key found"
_LONG_S = 4 * 3600.0


class Repository:
    """A place that holds copies: a folder, `sftp:…`, `rest:…` or `s3:…` as restic writes them.

    `former` are the passwords of before the keys were changed, which the place may still have.
    """

    def __init__(self, target: str, password: str, former: Sequence[str] = ()) -> None:
        self.target = target
        self._password, self._former = password, tuple(former)

    def back_up(self, root: Path, names: Sequence[str]) -> int:
        """Add a copy of some files below a folder, making the repository first; return the bytes that were new."""
        words = ("backup", "--json", "--host", "linggong", "--tag", "linggong", *names)
        try:
            said = self._run(*words, cwd=root)
        except _Absent:
            self._run("init")
            said = self._run(*words, cwd=root)
        except _WrongKey:
            self._change_password()
            said = self._run(*words, cwd=root)
            self._drop_former()
        summary: dict[str, object] = json.loads(said.splitlines()[-1])
        return int(str(summary["data_added"]))

    def restore(self, into: Path) -> None:
        """Lay the newest copy into a folder; BackupError when there is none or the key is not the one it has."""
        words = ("restore", "latest", "--tag", "linggong", "--target", str(into))
        for password in (self._password, *self._former):
            try:
                self._run(*words, password=password)
                return
            except _WrongKey as error:
                wrong = error
        raise wrong

    def check(self) -> None:
        """Read every byte back; BackupError when one is not as it was written."""
        self._run("check", "--read-data")

    def forget(self, keep_days: int) -> None:
        """Drop copies older than so many days: the newest always stays, and what was deleted becomes deleted."""
        self._drop_former()
        self._run("forget", "--tag", "linggong", "--keep-last", "1", "--keep-within", f"{keep_days}d", "--prune",
                  "--group-by", "tags")  # fmt: skip

    def _change_password(self) -> None:
        """Let the present password in; _WrongKey where no former one opens the place either."""
        key = self._former_key()
        if key is None:
            raise _WrongKey(_wrong_key_words(self.target))
        with _piped(self._password) as (fresh, open_file):
            self._run("key", "add", "--new-password-file", fresh, password=key[1], passed=open_file)

    def _drop_former(self) -> None:
        """Remove what former passwords open; where that was cut short, the weekly `forget` does it again."""
        while (key := self._former_key()) is not None:
            self._run("key", "remove", key[0])

    def _former_key(self) -> tuple[str, str] | None:
        """Return the id of a key in the place that a former password opens, and the password."""
        for password in self._former:
            try:
                listed = json.loads(self._run("key", "list", "--json", password=password))
            except _WrongKey:
                continue
            return next(str(one["id"]) for one in listed if one["current"]), password
        return None

    def _run(self, *words: str, cwd: Path | None = None, password: str | None = None,
             passed: tuple[int, ...] = ()) -> str:  # fmt: skip
        with _piped(password or self._password) as (name, opened):
            try:
                run = subprocess.run(
                    ["restic", "--repo", self.target, "--password-file", name, "--no-cache", *words],
                    capture_output=True, text=True, stdin=subprocess.DEVNULL, pass_fds=(*opened, *passed), cwd=cwd,
                    timeout=_LONG_S, check=False)  # fmt: skip
            except FileNotFoundError as error:
                raise BackupError("这台电脑没有装 restic，请系统管理员执行 apt-get install restic。") from error
            except subprocess.TimeoutExpired as error:
                raise BackupError(f"{shown(self.target)} 四个小时没有做完，请系统管理员看网络和对方服务器。") from error
        if run.returncode != 0:
            self._fail(run.stderr)
        return run.stdout

    def _fail(self, complaint: str) -> None:
        place = shown(self.target)
        if _WRONG_KEY in complaint:
            raise _WrongKey(_wrong_key_words(self.target))
        if any(sign in complaint for sign in _NO_REPOSITORY):
            raise _Absent(f"{place} 里没有备份，或者联不上。请系统管理员核对位置、网络和磁盘。")
        if "no space left" in complaint.lower():
            raise BackupError(f"{place} 满了，请系统管理员换一块大的备份盘。")
        last = (complaint.strip().splitlines() or ["没有说明"])[-1].replace(self.target, place)[:200]
        raise BackupError(f"备份到 {place} 没有成功（{last}）。请系统管理员检查磁盘、网络和权限。")


class _Absent(BackupError):
    """There is no repository yet."""


class _WrongKey(BackupError):
    """The repository has another password."""


def _wrong_key_words(target: str) -> str:
    return f"{shown(target)} 是用另一把密钥做的，打不开。请系统管理员核对密钥托管单。"


@contextmanager
def _piped(password: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the name under which a child reads a password, and the file it has to be handed."""
    reading, writing = os.pipe()
    try:
        os.write(writing, password.encode() + b"\n")
        os.close(writing)
        yield f"/dev/fd/{reading}", (reading,)
    finally:
        os.close(reading)
