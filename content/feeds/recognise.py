"""What a file is, told by its bytes and never by its name; and how large each sort may be."""

from __future__ import annotations

import re
import zipfile
from enum import Enum
from pathlib import Path

from content.errors import ContentError

MOST_PIXELS = 24_000_000
LONGEST_SIDE = 2560  # a larger picture is made smaller
MOST_PAGES = 40
LONGEST_VIDEO_S = 600
LONGEST_SOUND_S = 120
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
SHOWN = frozenset((FileSort.IMAGE, FileSort.PDF, FileSort.VIDEO))
SOUND = frozenset((FileSort.AUDIO,))
PAPERS = frozenset((FileSort.IMAGE, FileSort.PDF))
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


def may_become(head: bytes, wanted: frozenset[FileSort]) -> bool:
    """Say whether a file that begins so may still prove to be one of the wanted sorts.

    An MP4 without pictures is a recording (phones and Safari write them so), which only its whole table tells.
    """
    sort = by_head(head)
    return sort in wanted or (sort is FileSort.VIDEO and head[4:8] == b"ftyp" and FileSort.AUDIO in wanted)


def mime_of(head: bytes, known: FileSort | None = None) -> str:
    """Return the type of a picture, PDF, film or recording by its first 4 KB; "" for anything else.

    `known` is what `recognise` found, where it was asked.
    """
    sort = known or by_head(head)
    if sort is FileSort.IMAGE:
        return "image/png" if head[:1] == b"\x89" else "image/jpeg" if head[:1] == b"\xff" else "image/webp"
    if sort is FileSort.PDF:
        return "application/pdf"
    if sort is FileSort.VIDEO:
        return "video/mp4" if head[4:8] == b"ftyp" else "video/webm"
    if sort is not FileSort.AUDIO:
        return ""
    named = {b"OggS": "audio/ogg", b"RIFF": "audio/wav", b"\x1a\x45\xdf\xa3": "audio/webm"}
    return "audio/mp4" if head[4:8] == b"ftyp" else named.get(head[:4], "audio/mpeg")


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
    if sort is FileSort.VIDEO and FileSort.AUDIO in wanted and _is_sound_only(path, head):
        sort = FileSort.AUDIO
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


def _is_sound_only(path: Path, head: bytes) -> bool:
    # ISO/IEC 14496-12, 8.4.3: a handler box names what its track holds
    if head[4:8] != b"ftyp" or path.stat().st_size > FileSort.AUDIO.most:
        return False
    handlers = set(re.findall(rb"hdlr.{8}(vide|soun)", path.read_bytes(), re.DOTALL))
    return handlers == {b"soun"}
