"""What a file is, told by its bytes and never by its name; and how large each sort may be."""

from __future__ import annotations

import zipfile
from enum import Enum
from pathlib import Path

from content.errors import ContentError

_MB = 1_000_000
_HEAD = 4096
_MP4_BRANDS = frozenset((
    b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV",
))  # fmt: skip


class FileRefused(ContentError):
    """A file that is not taken; the sentence says why and what to do."""


class FileSort(Enum):
    """What a file turned out to be: the word staff know it by, and the most bytes it may have."""

    IMAGE = ("图片", 15 * _MB)
    PDF = ("PDF 文件", 30 * _MB)
    VIDEO = ("视频", 200 * _MB)
    AUDIO = ("录音", 5 * _MB)
    XLSX = ("Excel 表格", 10 * _MB)
    CSV = ("CSV 表格", 10 * _MB)

    def __init__(self, word: str, most: int) -> None:
        self.word = word
        self.most = most


MEDIA = frozenset((FileSort.IMAGE, FileSort.PDF, FileSort.VIDEO, FileSort.AUDIO))
SHEETS = frozenset((FileSort.XLSX, FileSort.CSV))


def largest(wanted: frozenset[FileSort]) -> int:
    """Return the most bytes any of the wanted sorts may have."""
    return max(sort.most for sort in wanted)


def words_of(wanted: frozenset[FileSort]) -> str:
    """Return 图片（最大 15 MB）、… for a sentence."""
    return "、".join(f"{sort.word}（最大 {sort.most // _MB} MB）" for sort in FileSort if sort in wanted)


def by_head(head: bytes) -> FileSort | None:
    """Return what the first 4 KB say, as far as they can; an xlsx is only known to be a zip. None: no known sort."""
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (head[:4], head[8:12]) == (b"RIFF", b"WEBP"):
        return FileSort.IMAGE
    if b"%PDF-" in head[:1024]:
        return FileSort.PDF
    if head[4:8] == b"ftyp":
        return FileSort.AUDIO if head[8:12] == b"M4A " else FileSort.VIDEO if head[8:12] in _MP4_BRANDS else None
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return FileSort.VIDEO if b"V_VP" in head or b"V_AV1" in head else FileSort.AUDIO
    if head.startswith((b"OggS", b"ID3")) or (head[:4], head[8:12]) == (b"RIFF", b"WAVE") or _mp3_frame(head):
        return FileSort.AUDIO
    if head.startswith(b"PK\x03\x04"):
        return FileSort.XLSX
    return FileSort.CSV if _is_text(head) else None


def _mp3_frame(head: bytes) -> bool:
    # 11 bits of sync, MPEG 1 or 2, layer III
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2


def _is_text(head: bytes) -> bool:
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if lowered.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg", b"<script")):
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in head and not any(byte < 9 or 13 < byte < 32 for byte in head)


def recognise(path: Path, wanted: frozenset[FileSort], name: str) -> FileSort:
    """Return what a file is; FileRefused when it is none of the wanted or too large. `name` is for the sentence."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise FileRefused(f"“{name}”是空文件，请重新选一个。")
    sort = by_head(head)
    if sort is FileSort.XLSX and not _is_workbook(path):
        sort = None
    if sort not in wanted or sort is None:
        found = f"它其实是{sort.word}" if sort else "它的内容不是这些格式"
        raise FileRefused(f"“{name}”不能用：{found}。这里可以用 {words_of(wanted)}。")
    if path.stat().st_size > sort.most:
        raise FileRefused(f"“{name}”太大了：{sort.word}最大 {sort.most // _MB} MB，请压缩或截短后再传。")
    return sort


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return False
