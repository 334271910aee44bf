"""Recordings: enough of each container is read to know that the kiosk's Chromium plays it, and how long it is."""

from __future__ import annotations

import struct
from itertools import pairwise
from pathlib import Path

from content.feeds.moving import Clip, mp4_seconds
from content.feeds.recognise import LONGEST_SOUND_S, FileRefused

_BROKEN = "这段录音不完整，可能没传完或已损坏，请重新录一遍再传。"
_ODD = "这段录音的编码自助机放不了。请存成 mp3、m4a 或 wav 再传。"
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
# kbit/s of layer III by index (ISO/IEC 11172-3, 2.4.2.3 and 13818-3): MPEG 1, then MPEG 2
_RATES = ((0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
          (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160))  # fmt: skip
_HERTZ = ((44100, 48000, 32000), (22050, 24000, 16000))


def look_at_sound(path: Path) -> Clip:
    """Return codec and length of a recording; FileRefused when it is broken, too long or in an odd codec."""
    raw = path.read_bytes()  # a recording has 5 MB at most
    if raw[4:8] == b"ftyp":
        clip = _mp4(raw)
    elif raw[:4] == b"RIFF":
        clip = _wav(raw)
    elif raw[:4] == b"OggS":
        clip = _ogg(raw)
    elif raw[:4] == b"\x1a\x45\xdf\xa3":
        clip = _webm(raw)
    else:
        clip = _mp3(raw)
    if clip.seconds is not None and clip.seconds > LONGEST_SOUND_S:
        raise FileRefused(f"这段录音有 {clip.seconds:.0f} 秒，一句提示最长 {LONGEST_SOUND_S} 秒，请截短后再传。")
    if clip.seconds is not None and clip.seconds <= 0:
        raise FileRefused("这段录音里没有声音，请重新录一遍。")
    return clip


def _mp4(raw: bytes) -> Clip:
    if b"moov" not in raw:
        raise FileRefused(_BROKEN)
    codec = "AAC" if b"mp4a" in raw else "Opus" if b"Opus" in raw else ""
    if not codec:
        raise FileRefused(_ODD)
    # in fragments the header says 0
    return Clip(codec=codec, seconds=None if b"mvex" in raw else mp4_seconds(raw))


def _wav(raw: bytes) -> Clip:
    place, form, data = 12, b"", -1
    while place + 8 <= len(raw):
        name, size = struct.unpack_from("<4sI", raw, place)
        if name == b"fmt ":
            form = raw[place + 8 : place + 8 + size]
        elif name == b"data":
            # a recorder that was cut off leaves 0 or a figure beyond the end
            data = min(size or len(raw), len(raw) - place - 8)
            break
        place += 8 + size + size % 2
    if len(form) < 16 or data < 0:
        raise FileRefused(_BROKEN)
    kind, _, _, per_second = struct.unpack_from("<HHII", form)
    if kind not in (_PCM, _FLOAT, _EXTENSIBLE) or not per_second:
        raise FileRefused(_ODD)
    return Clip(codec="PCM", seconds=data / per_second)


def _ogg(raw: bytes) -> Clip:
    opus = raw.find(b"OpusHead", 0, 512) >= 0
    vorbis = raw.find(b"\x01vorbis", 0, 512)
    if not opus and vorbis < 0:
        raise FileRefused(_ODD)
    last = raw.rfind(b"OggS")
    if last <= 0 or last + 14 > len(raw):
        raise FileRefused(_BROKEN)
    # the granule position counts samples: of 48 kHz in Opus (RFC 7845, 4), of the stream's own rate in Vorbis
    (samples,) = struct.unpack_from("<q", raw, last + 6)
    rate = 48000 if opus else int.from_bytes(raw[vorbis + 12 : vorbis + 16], "little")
    if not rate:
        raise FileRefused(_BROKEN)
    return Clip(codec="Opus" if opus else "Vorbis", seconds=samples / rate if samples >= 0 else None)


def _webm(raw: bytes) -> Clip:
    codec = "Opus" if b"A_OPUS" in raw[:4096] else "Vorbis" if b"A_VORBIS" in raw[:4096] else ""
    if not codec:
        raise FileRefused(_ODD)
    if b"\x1f\x43\xb6\x75" not in raw:  # no cluster: a head without a sound
        raise FileRefused(_BROKEN)
    # a browser writes it while it records, and knows no length then
    return Clip(codec=codec, seconds=None)


def _mp3_frame(raw: bytes, place: int) -> tuple[int, float] | None:
    """Return length in bytes and seconds of the layer III frame at a place; None where none begins."""
    if place + 4 > len(raw) or raw[place] != 0xFF or raw[place + 1] & 0xE6 != 0xE2:
        return None
    version = raw[place + 1] >> 3 & 3
    newer = 0 if version == 3 else 1
    rate, hertz = raw[place + 2] >> 4, raw[place + 2] >> 2 & 3
    if version == 1 or not 0 < rate < 15 or hertz == 3:
        return None
    samples = 576 if newer else 1152
    pace = _HERTZ[newer][hertz] // (2 if version == 0 else 1)
    length = samples // 8 * _RATES[newer][rate] * 1000 // pace + (raw[place + 2] >> 1 & 1)
    return length, samples / pace


def _mp3(raw: bytes) -> Clip:
    place = 0
    if raw[:3] == b"ID3" and len(raw) > 10:
        high, middle, low, least = raw[6:10]
        place = 10 + (high << 21 | middle << 14 | low << 7 | least)
    while place < len(raw) and not raw[place]:
        place += 1
    starts, seconds = [place], 0.0
    while (frame := _mp3_frame(raw, starts[-1])) is not None:
        starts.append(starts[-1] + frame[0])
        seconds += frame[1]
    if len(starts) < 3 or not all(one < other for one, other in pairwise(starts)):
        raise FileRefused(_BROKEN)
    return Clip(codec="MP3", seconds=seconds)
