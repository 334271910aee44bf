"""Videos: enough of the container is read to know that Chromium will play it; nothing is decoded here."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from content.feeds.recognise import LONGEST_VIDEO_S, FileRefused

_SHOWN_AS = {b"avc1": "H.264", b"avc3": "H.264", b"vp09": "VP9", b"av01": "AV1"}
_NOT_SHOWN = {b"hvc1": "H.265", b"hev1": "H.265", b"mp4v": "MPEG-4", b"dvh1": "杜比视界"}
_MOST_MOOV = 16_000_000
_BROKEN = "这个视频不完整，可能没传完。请重新导出为 MP4（H.264）再传。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """What a container says; `seconds` is None where it does not say."""

    codec: str
    seconds: float | None


def _boxes(file: BinaryIO, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield type, first byte and length of the body of each box up to `end` (ISO/IEC 14496-12, 4.2)."""
    while (start := file.tell()) + 8 <= end:
        size, sort = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", file.read(8))[0], 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            raise FileRefused(_BROKEN)
        yield sort, start + head, size - head
        file.seek(start + size)


def look_at_mp4(path: Path) -> Clip:
    """Return codec and length of an MP4; FileRefused when it is cut off, too long or in a codec screens do not play."""
    length = path.stat().st_size
    with path.open("rb") as file:
        moov = next(((start, size) for sort, start, size in _boxes(file, length) if sort == b"moov"), None)
        if moov is None or moov[1] > _MOST_MOOV:
            raise FileRefused(_BROKEN)
        file.seek(moov[0])
        body = file.read(moov[1])
    bad = next((word for mark, word in _NOT_SHOWN.items() if mark in body), None)
    codec = next((word for mark, word in _SHOWN_AS.items() if mark in body), None)
    if codec is None:
        raise FileRefused(f"这个视频是 {bad or '少见'} 编码，屏幕放不了。请用剪辑软件导出为 MP4（H.264）再传。")
    seconds = mp4_seconds(body)
    if seconds is not None and seconds > LONGEST_VIDEO_S:
        raise FileRefused(f"这个视频有 {seconds / 60:.0f} 分钟，最长 {LONGEST_VIDEO_S // 60} 分钟，请截短后再传。")
    return Clip(codec=codec, seconds=seconds)


def mp4_seconds(moov: bytes) -> float | None:
    """Return how long the movie header says it is; None where it does not say."""
    at = moov.find(b"mvhd")
    if at < 0 or len(moov) < at + 40:
        return None
    wide = moov[at + 4] == 1
    scale, count = struct.unpack_from(">IQ" if wide else ">II", moov, at + (24 if wide else 16))
    return count / scale if scale else None
