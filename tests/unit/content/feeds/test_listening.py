"""Recordings of every program here: their codec, their length, and the type they are served as."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from content.feeds.listening import look_at_sound
from content.feeds.recognise import FileRefused, FileSort, mime_of
from tests.unit.content.feeds.test_intake import mp4, pdf, picture, spoken_mp4, wav

# MPEG 1 layer III, 128 kbit/s, 44.1 kHz, no padding: 144 × 128000 / 44100 = 417 bytes, 1152 samples
_FRAME = b"\xff\xfb\x90\x00" + bytes(413)
_ID3 = b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128)  # a tag of 128 bytes, synchsafe


def _ogg(*packets: tuple[bytes, int]) -> bytes:
    return b"".join(b"OggS\x00\x00" + struct.pack("<q", granule) + bytes(12) + b"\x01" + bytes([len(body)]) + body
                    for body, granule in packets)  # fmt: skip


def _webm(codec: bytes) -> bytes:
    return b"\x1a\x45\xdf\xa3" + b"\x42\x82\x84webm" + b"\x86" + codec + b"\x1f\x43\xb6\x75" + bytes(40)


OPUS = _ogg((b"OpusHead\x01\x01" + bytes(9), 0), (bytes(20), 96000))
VORBIS = _ogg((b"\x01vorbis" + bytes(4) + b"\x01" + struct.pack("<I", 44100) + bytes(10), 0), (bytes(20), 88200))


@pytest.mark.parametrize(("raw", "codec", "seconds", "mime"), [
    (wav(1.5), "PCM", 1.5, "audio/wav"),
    (_FRAME * 100, "MP3", 2.612, "audio/mpeg"),
    (_ID3 + _FRAME * 100, "MP3", 2.612, "audio/mpeg"),
    (spoken_mp4(), "AAC", 4, "video/mp4"),  # the head alone cannot tell: the intake can
    (OPUS, "Opus", 2, "audio/ogg"),
    (VORBIS, "Vorbis", 2, "audio/ogg"),
    (_webm(b"A_OPUS"), "Opus", None, "audio/webm"),
])  # fmt: skip
def test_codec_and_length_are_read_from_the_bytes(tmp_path: Path, raw: bytes, codec: str, seconds: float | None,
                                                  mime: str) -> None:  # fmt: skip
    path = tmp_path / "sound"
    path.write_bytes(raw)
    clip = look_at_sound(path)
    assert clip.codec == codec
    assert clip.seconds == (None if seconds is None else pytest.approx(seconds, abs=0.001))
    assert mime_of(raw[:4096]) == mime


@pytest.mark.parametrize("raw", [
    _FRAME[:200], b"\xff\xfb\x90\x00" + bytes(2000), _webm(b"A_AC3"), _webm(b"A_OPUS")[:20], _ogg((b"Speex   ", 0)),
    b"RIFF" + bytes(4) + b"WAVEfmt " + bytes(5000),
])  # fmt: skip
def test_what_no_kiosk_plays_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "sound"
    path.write_bytes(raw)
    with pytest.raises(FileRefused):
        look_at_sound(path)


def test_types_of_pictures_films_and_papers() -> None:
    assert mime_of(picture()) == "image/png"
    assert mime_of(picture(form="JPEG")) == "image/jpeg"
    assert mime_of(pdf(1)) == "application/pdf"
    assert mime_of(mp4()) == "video/mp4"
    assert mime_of(b"<html>") == ""
    assert mime_of(spoken_mp4(), FileSort.AUDIO) == "audio/mp4"
