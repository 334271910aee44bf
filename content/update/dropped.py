"""`linggong update --dropped`: root takes what a terminal's service laid down, trusts none of it, says how it went.

The folder belongs to the service, which may be anybody's by now: what is looked at is a copy in a folder of root's,
links are not followed, and without a release key on this box nothing is installed at all. A package that is not newer
is refused by `update`, so that an old one with a true signature brings no old fault back.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from content.diagnosis import Level, from_lines
from content.errors import ContentError, SettingsError
from content.link.dropping import READY, RESULT, Ready, incoming
from content.link.packages import DROP, FILE_NAME, MOST_BYTES
from content.model.codec import from_json
from content.update.updating import KEYS, Host, Say, update

_DOCTOR_S = 180.0
_CHUNK = 1 << 20
_LONGEST_SENTENCE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where things lie; `drop/incoming` is the service's, all else root's."""

    drop: Path = DROP
    keys: Path = KEYS

    @property
    def incoming(self) -> Path:
        """Return the folder anybody of the services may write to."""
        return incoming(self.drop)


def install_dropped(places: Places, host: Host, doctor: Callable[[], tuple[str, ...]], log: Say) -> int:
    """Install what lies there and leave the result for the service to read; `doctor` returns what is wrong here."""
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        log(line)

    errand, code, wrong = "", 1, tuple[str, ...]()
    try:
        ready = _taken_ready(places.incoming)
        errand = ready.errand
        if not any(places.keys.glob("*.pub")):
            raise SettingsError(f"{places.keys} 里没有发布公钥，中心送来的包不装。请系统管理员用 U 盘升级。")
        package = _own_copy(places, ready.package)
        before = doctor()
        code = update(package, host, say, places.keys)
        wrong = tuple(one for one in doctor() if one not in before)
    except ContentError as error:
        say(str(error))
    except OSError as error:
        say(f"升级没有做成（{error.strerror}），请系统管理员检查磁盘。")
    finally:
        shutil.rmtree(places.drop / "work", ignore_errors=True)
    _tell(places.drop / RESULT, {"errand": errand, "ok": code == 0, "doctor": wrong,
                                 "sentence": (" ".join(said))[-_LONGEST_SENTENCE:]})  # fmt: skip
    return code


def doctors_words() -> tuple[str, ...]:
    """Return what `linggong doctor` finds wrong on this box."""
    asked = [sys.executable, "-P", "-m", "content", "doctor", "--json"]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, timeout=_DOCTOR_S, check=False).stdout
        return tuple(one.sentence for one in from_lines(said) if one.level is Level.WRONG)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return ("升级后的检查没有做完，请系统管理员运行 linggong doctor。",)


def _taken_ready(incoming: Path) -> Ready:
    """Read the mark and take it away first, so that a fault cannot start this again and again."""
    mark = incoming / READY
    try:
        text = _bytes_of(mark, 4096)
    finally:
        _away(mark)
    try:
        return from_json(Ready, text)
    except ValueError as error:
        raise SettingsError("放下的升级说明读不懂，没有安装。请在中心的“程序升级”页再点一次。") from error


def _own_copy(places: Places, name: str) -> Path:
    if FILE_NAME.fullmatch(name) is None:
        raise SettingsError("放下的文件不是零工站的安装包，没有安装。")
    work = places.drop / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    for end, most in (("", MOST_BYTES), (".sha256", 4096), (".sig", 4096)):
        source = places.incoming / (name + end)
        with os.fdopen(_opened(source), "rb") as read, (work / (name + end)).open("wb") as write:
            if not copied(read, write, most):
                raise SettingsError(f"{source.name} 太大，没有安装。")
        source.unlink()
    return work / name


def copied(read: BinaryIO, write: BinaryIO, most: int) -> bool:
    """Copy at most so many bytes and say whether that was all: a file may grow while it is read."""
    left = most
    while left and (chunk := read.read(min(left, _CHUNK))):
        write.write(chunk)
        left -= len(chunk)
    return not read.read(1)


def _away(mark: Path) -> None:
    try:
        mark.unlink(missing_ok=True)
    except IsADirectoryError:  # made by somebody who wants this started for ever; links in it are not followed
        shutil.rmtree(mark)


def _opened(path: Path) -> int:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise SettingsError(f"{path.name} 不在或者不是普通文件，没有安装。") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise SettingsError(f"{path.name} 不是普通文件，没有安装。")
    return handle


def _bytes_of(path: Path, most: int) -> bytes:
    with os.fdopen(_opened(path), "rb") as file:
        return file.read(most)


def _tell(path: Path, result: dict[str, object]) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(json.dumps(result, ensure_ascii=False), "utf8")
    fresh.chmod(0o644)
    fresh.replace(path)
