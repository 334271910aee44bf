"""The hub's own update, brought through the browser or from a stick: taken in, looked at, kept waiting, laid down.

In `<data>/package`, all of it 0600:

    package.deb, package.sig     what came, until both are there and were looked at
    waiting.json                 a package that was looked at and may be installed (`Waiting`)
    started.json                 the last time one was laid down for root to install (`Started`)
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import BinaryIO, TypeVar

from content.digests import file_sha256
from content.errors import StoreError
from content.hubapi.sticks import OnStick
from content.link.dropping import READY, Result, incoming, lay_down, result_of
from content.link.packages import DROP, RELEASE_KEYS, PackageNote, is_signed, release_keys
from content.link.protocol import program_version
from content.model.codec import from_json, to_json
from content.rules.own_update import MB, MOST_BYTES, SPARE, Here, PackageFacts, refusal_of

T = TypeVar("T")
_HEAD = b"!<arch>\ndebian-binary"  # deb(5)
_MOST_SIGNATURE = 4096
_LOOK_EVERY = 16 * MB
_UNHEARD = timedelta(minutes=1)
_AGAIN = "请把安装包（.deb）和它的签名文件（.sig）一起再选一次。"
_DPKG_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A package that was looked at; `by` is who brought it, `how` the way it came."""

    note: PackageNote
    by: str
    how: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """One update that was begun."""

    errand: str
    version: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the hub's own update stands; `parts` are the ends of the files that came and were not looked at yet."""

    parts: tuple[str, ...]
    waiting: Waiting | None
    started: Started | None
    result: Result | None
    untouched: bool  # laid down for a minute, and nobody came to install it


class OwnUpdate:
    """One folder; `free` is asked for the room on its disk."""

    def __init__(self, folder: Path, drop: Path = DROP, keys: Path = RELEASE_KEYS,
                 free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
                 version: Callable[[], str] = program_version, most: int = MOST_BYTES) -> None:  # fmt: skip
        self._folder, self._drop, self._keys, self._free, self._version = folder, drop, keys, free, version
        self._most, self._busy, self._former = most, Lock(), ""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in folder.glob("*.part"):
            left.unlink()

    def cannot(self) -> str:
        """Return why this hub takes no package by the browser at all, "" when it does."""
        if not incoming(self._drop).is_dir():
            return "这台中心没有 update-linggong，不能在网页上升级。请系统管理员在主机上用 U 盘升级（运行手册“升级”）。"
        try:
            trusted = release_keys(self._keys)
        except (OSError, ValueError):
            return f"{self._keys} 里的发布公钥读不了，请系统管理员核对。"
        if not trusted:
            return (f"这台中心没有存开发方的发布公钥（{self._keys}），分不清安装包的真假，不能在网页上升级。"
                    "请系统管理员放好公钥，或在主机上用 U 盘升级。")  # fmt: skip
        return ""

    @contextmanager
    def receiving(self, name: str, declared: int | None) -> Iterator[Callable[[bytes], None]]:
        """Take in one file by pieces; StoreError as soon as it is wrong, and nothing of it is kept then."""
        end = next((one for one in (".deb", ".sig") if name.lower().endswith(one)), "")
        most = self._most if end == ".deb" else _MOST_SIGNATURE
        if not end:
            raise StoreError(f"“{name}”不是安装包（.deb）也不是签名（.sig），没有收。{_AGAIN}")
        if sentence := self.cannot():
            raise StoreError(sentence)
        if not self._busy.acquire(blocking=False):
            raise StoreError("另一位管理员正在传安装包，请等他传完。")
        part = self._folder / f"package{end}.part"
        try:
            self._require_room(declared or 0)
            with part.open("xb") as file:
                # not synced: its digest is looked at again before it is laid down
                yield _Bounded(file, name, end, most, declared, self._require_room)
            self._make_way(end)
            part.replace(self._folder / f"package{end}")
        finally:
            part.unlink(missing_ok=True)
            self._busy.release()

    def _make_way(self, end: str) -> None:
        """Let no package wait any more: what comes belongs to the next pair, or is of the same once more."""
        waiting = self._folder / "waiting.json"
        if waiting.exists():
            waiting.unlink()
            self._former = ".sig" if end == ".deb" else ".deb"
        elif end == self._former:
            self._former = ""

    def take(self, found: OnStick) -> None:
        """Copy a package and its signature from a stick; StoreError when it was pulled out, or is no such file."""
        for path in (found.path.with_name(found.path.name + ".sig"), found.path):
            try:
                handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            except OSError as error:
                raise StoreError(f"U 盘上的 {path.name} 读不了（{error.strerror}），请插好 U 盘再来。") from error
            with os.fdopen(handle, "rb") as read, self.receiving(path.name, os.fstat(handle).st_size) as take:
                while piece := read.read(1 << 20):
                    take(piece)

    def look(self, spoken: Sequence[tuple[str, int]], database: Path, by: str, how: str,
             now: datetime) -> Waiting | None:  # fmt: skip
        """Look at what came, once both files are there; None before. StoreError, and both are gone, when it may not be.

        Blocks for a second: the whole package is read. Nothing inside it is read before its signature was right.
        """
        package = self._folder / "package.deb"
        if not package.is_file() or not self._signature().is_file():
            return None
        try:
            if self._former and not self._is_signed(file_sha256(package)):
                (self._folder / f"package{self._former}").unlink()  # of the pair before; this one's is still to come
                return None
            note = self._checked(package, spoken, database)
        except StoreError:
            self.discard()
            raise
        finally:
            self._former = ""
        waiting = Waiting(note=note, by=by, how=how, at=now)
        _write(self._folder / "waiting.json", to_json(waiting))
        return waiting

    def discard(self) -> None:
        """Throw away what came and what waits."""
        for name in ("waiting.json", "package.deb", "package.sig"):
            (self._folder / name).unlink(missing_ok=True)

    def start(self, errand: str, by: str, now: datetime) -> Waiting:
        """Look at the waiting package once more and lay it down for root; StoreError when it is not what it was."""
        waiting = self._read(Waiting, "waiting.json")
        package = self._folder / "package.deb"
        if waiting is None or not package.is_file():
            raise StoreError(f"没有等着安装的包，可能已经有人处理了。{_AGAIN}")
        if sentence := self.cannot():
            raise StoreError(sentence)
        if self.standing(now).untouched or (incoming(self._drop) / READY).exists():
            raise StoreError("上一次交给安装程序的包还没有装，请等它装完；一直不动，请系统管理员看运行手册“升级”。")
        if file_sha256(package) != waiting.note.sha256:
            self.discard()
            raise StoreError(f"等着安装的包在磁盘上坏了，已经丢弃。{_AGAIN}")
        try:
            _write(self._folder / "started.json",
                   to_json(Started(errand=errand, version=waiting.note.version, by=by, at=now)))  # fmt: skip
            lay_down(self._drop, package, waiting.note, errand)
        except OSError as error:
            raise StoreError(f"安装包放不下去（{error.strerror}），没有开始。请系统管理员检查磁盘。") from error
        self.discard()
        return waiting

    def standing(self, now: datetime) -> Standing:
        """Return how things stand."""
        waiting, started = self._read(Waiting, "waiting.json"), self._read(Started, "started.json")
        parts = () if waiting else tuple(end for end in (".deb", ".sig") if (self._folder / f"package{end}").is_file())
        result = result_of(self._drop, started.errand) if started else None
        lying = (incoming(self._drop) / READY).exists()
        untouched = started is not None and result is None and lying and now - started.at > _UNHEARD
        return Standing(parts=parts, waiting=waiting, started=started, result=result, untouched=untouched)

    def _checked(self, package: Path, spoken: Sequence[tuple[str, int]], database: Path) -> PackageNote:
        digest = file_sha256(package)
        if not self._is_signed(digest):
            raise StoreError("安装包和签名文件对不上，或者不是开发方签的，已经丢弃。请核对是不是同一个版本的两个文件，"
                             "还不行请向开发方另要。")  # fmt: skip
        facts, here = facts_of(package), self._version()
        free, size = self._free(self._folder), database.stat().st_size if database.is_file() else 0
        refusal = refusal_of(facts, Here(version=here, newer=is_newer(facts.version, here), free=free, database=size,
                                         spoken=spoken))  # fmt: skip
        if refusal:
            raise StoreError(refusal)
        return PackageNote(version=facts.version, size=facts.size, sha256=digest, signature=self._told_signature())

    def _is_signed(self, digest: str) -> bool:
        return is_signed(digest, self._told_signature(), release_keys(self._keys))

    def _told_signature(self) -> str:
        return self._signature().read_text("ascii", "replace").strip()

    def _signature(self) -> Path:
        return self._folder / "package.sig"

    def _require_room(self, coming: int) -> None:
        free = self._free(self._folder)
        if free - coming < SPARE:
            raise StoreError(f"中心的磁盘放不下安装包（还剩 {free / MB:.0f} MB），没有收。请系统管理员腾出空间再来。")

    def _read(self, kind: type[T], name: str) -> T | None:
        try:
            return from_json(kind, (self._folder / name).read_bytes())
        except (OSError, ValueError):
            return None


class _Bounded:
    """A file that refuses what is too much or of another kind, before it lies on the disk."""

    def __init__(self, file: BinaryIO, name: str, end: str, most: int, declared: int | None,
                 require_room: Callable[[int], None]) -> None:  # fmt: skip
        self._file, self._name, self._end, self._most, self._require_room = file, name, end, most, require_room
        self._size, self._looked, self._head = 0, 0, b""
        if declared is not None:
            self._require_size(declared)

    def __call__(self, piece: bytes) -> None:
        self._size += len(piece)
        self._require_size(self._size)
        if len(self._head) < len(_HEAD):
            self._head += piece[: len(_HEAD) - len(self._head)]
            self._require_kind()
        if self._size - self._looked >= _LOOK_EVERY:
            self._looked = self._size
            self._require_room(0)
        try:
            self._file.write(piece)
        except OSError as error:
            raise StoreError(f"“{self._name}”存不下（{error.strerror}），没有收。请系统管理员检查磁盘。") from error

    def _require_size(self, size: int) -> None:
        if size > self._most:
            told = f"最大 {self._most // MB} MB" if self._end == ".deb" else "签名文件只有几十个字"
            raise StoreError(f"“{self._name}”太大了（{told}），没有收。{_AGAIN}")

    def _require_kind(self) -> None:
        right = _HEAD.startswith(self._head) if self._end == ".deb" else self._head.isascii()
        if not right:
            what = "安装包" if self._end == ".deb" else "签名文件"
            raise StoreError(f"“{self._name}”的内容不是{what}，没有收。{_AGAIN}")


def facts_of(package: Path) -> PackageFacts:
    """Read the control file by dpkg; StoreError when it is no package."""
    names = ("Package", "Architecture", "Version", "Installed-Size", "Linggong-Protocol", "Linggong-Oldest-Protocol")
    try:
        done = subprocess.run(["dpkg-deb", "-f", str(package), *names], capture_output=True, text=True, check=True,
                              timeout=_DPKG_S)  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise StoreError(f"这个文件不是完整的安装包，没有收。{_AGAIN}") from error
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)
    return PackageFacts(
        name=said.get("Package", ""), architecture=said.get("Architecture", ""), version=said.get("Version", ""),
        size=package.stat().st_size, installed=1024 * (_whole(said, "Installed-Size") or 0),
        protocol=_whole(said, "Linggong-Protocol"), oldest=_whole(said, "Linggong-Oldest-Protocol"),
    )  # fmt: skip


def is_newer(version: str, here: str) -> bool:
    """Compare as dpkg does; a hub that runs from its sources has no version anything could be newer than."""
    if not here.isascii():
        return False
    return subprocess.run(["dpkg", "--compare-versions", version, "gt", here], check=False).returncode == 0


def _whole(said: dict[str, str], name: str) -> int | None:
    text = said.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() else None


def _write(path: Path, data: bytes) -> None:
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
