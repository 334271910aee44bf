"""The mark in a data folder whose hub moves to another machine, or is handed over for good: nothing new is taken.

It is no part of a copy, so that the folder a copy is laid into belongs to a hub at work.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from content.clock import local
from content.errors import HubMoved, StoreError
from content.model.codec import from_json, to_json

NAME = "moved.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveMark:
    """Since when a hub takes nothing, where it goes ("" when the address stays), and whether the last copy is made.

    `handed_to` is who gets everything at the end of a contract; then it goes nowhere.
    """

    at: datetime
    to: str = ""
    copied: bool = False
    handed_to: str = ""

    @property
    def sentence(self) -> str:
        """Return what this hub answers whoever wants to save something."""
        if self.handed_to:
            return (f"中心从 {local(self.at):%Y-%m-%d %H:%M} 起移交给{self.handed_to}，这里只能看、不能存。"
                    "不移交了，请系统管理员在“合同到期移交”页点“取消移交”；中心已经停了的，运行 "
                    "linggong move-out --undo。")  # fmt: skip
        where = f"（{self.to}）" if self.to else ""
        return (f"中心从 {local(self.at):%Y-%m-%d %H:%M} 起搬到新的主机{where}，这里只能看、不能存；自助机上的登记"
                "先留在本机，到新的中心自己补送。不搬了请系统管理员运行 linggong move-out --undo。")  # fmt: skip


def move_mark(data: Path) -> MoveMark | None:
    """Return the mark of a data folder, None in one that is at work; StoreError when it cannot be read."""
    try:
        return from_json(MoveMark, (data / NAME).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        sentence = f"搬迁的记号 {data / NAME} 读不了，请系统管理员核对后运行 linggong move-out --undo。"
        raise StoreError(sentence) from error


def put_mark(data: Path, mark: MoveMark) -> None:
    """Write the mark so that it survives a power cut; the hub at work obeys from its next write on."""
    fresh = data / (NAME + ".new")
    with fresh.open("wb") as file:
        file.write(to_json(mark))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(data / NAME)
    _sync(data)


def take_mark_away(data: Path) -> bool:
    """Let the hub of this folder work again; False where it was not marked."""
    if not (data / NAME).exists():
        return False
    (data / NAME).unlink()
    _sync(data)
    return True


def require_here(data: Path) -> None:
    """Raise HubMoved in a folder whose hub moves."""
    if (data / NAME).exists() and (mark := move_mark(data)) is not None:
        raise HubMoved(mark.sentence)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
