"""Speech: a recording first, the voice second, silence last; nothing personal on the disk."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

import content.pronouncing
from content.edition.format import DATABASE
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.model.codes import MediaKind
from content.model.published import PublicMedia
from content.publishing.build import build_edition_db
from content.speech import Sound, Speech
from tests.unit.content.edition.samples import TODAY, TRUSTED, blob, content_of, manifest_of, signed

_VOICE = """#!/bin/sh
# stands where espeak-ng would: a program that turns its standard input into sound
printf 'RIFF'
cat
"""


@pytest.fixture
def program(tmp_path: Path) -> str:
    path = tmp_path / "voice"
    path.write_text(_VOICE, "utf8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*")) if folder.is_dir() else []


def test_syllables_get_their_tones_by_the_phrase_they_stand_in() -> None:
    said = content.pronouncing.pronounced("去银行、重庆，长白班。")
    assert said == "qu4 yin2 hang2 , chong2 qing4 , chang2 bai2 ban1 ."
    assert content.pronouncing.pronounced("您好吗") == "nin2 hao3 ma5"
    assert content.pronouncing.pronounced("\U000323af") == ""


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """An edition with a recording for one prompt."""
    recording = b"OggS recorded by staff"
    clip = PublicMedia(id="clip-1", kind=MediaKind.AUDIO, mime="audio/ogg", blob="media-welcome.ogg", title="欢迎",
                       width=0, height=0, length_ms=3000, prompt="welcome")  # fmt: skip
    build_edition_db(content_of(media=(clip,)), tmp_path / "edition.db", TODAY)
    data = (tmp_path / "edition.db").read_bytes()
    shelf = Shelf(tmp_path / "shelf")
    blobs = {blob(DATABASE, data): data, blob(clip.blob, recording, ("kiosk",)): recording}
    for ref, content_bytes in blobs.items():
        shelf.put_blob(ref, [content_bytes])
    return Edition.open(shelf.install(signed(manifest_of(1, *blobs)), TRUSTED, "kiosk"))


def test_a_prompt_is_the_recording_of_staff_where_there_is_one(tmp_path: Path, program: str, edition: Edition) -> None:
    speech = Speech(tmp_path / "sounds", program)
    recorded = speech.prompt("welcome", edition)
    assert recorded is not None
    assert recorded.path is not None
    assert (recorded.mime, recorded.path.read_bytes()) == ("audio/ogg", b"OggS recorded by staff")
    assert isinstance(speech.prompt("goodbye", edition), Sound)
    assert [path.read_bytes()[:9] for path in kept(tmp_path / "sounds")] == [b"RIFFyi3 j"]
    assert speech.prompt("nowhere", edition) is None
    assert isinstance(speech.prompt("welcome", None), Sound)


def test_a_public_text_is_said_once_and_kept(tmp_path: Path, program: str) -> None:
    speech = Speech(tmp_path / "sounds", program)
    sound = speech.say("120元/天", personal=False)
    assert sound is not None
    assert sound.path is not None
    assert sound.path.read_bytes() == b"RIFFyi4 bai3 er4 shi2 yuan2 yi1 tian1"
    sound.path.write_bytes(b"as kept")
    again = speech.say("120元/天", personal=False)
    assert again == sound
    assert again.path is not None
    assert again.path.read_bytes() == b"as kept"
    assert len(kept(tmp_path / "sounds")) == 1


def test_a_personal_text_leaves_nothing_behind(tmp_path: Path, program: str) -> None:
    sound = Speech(tmp_path / "sounds", program).say("张明，您好", personal=True)
    assert sound is not None
    assert sound.path is None
    assert sound.wav == b"RIFFzhang1 ming2 , nin2 hao3"
    assert kept(tmp_path / "sounds") == []


@pytest.mark.parametrize("broken", ["nowhere-to-be-found", "false"])
def test_without_a_voice_there_is_silence_and_one_line_in_the_log(
    tmp_path: Path, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    speech = Speech(tmp_path / "sounds", broken)
    assert [speech.say(text, personal=False) for text in ("您好", "再见")] == [None, None]
    assert len(caplog.records) == 1
    assert "您好" not in caplog.text
    assert kept(tmp_path / "sounds") == []


def test_a_voice_that_hangs_is_left_at_its_deadline(tmp_path: Path) -> None:
    hanging = tmp_path / "voice"
    hanging.write_text("#!/bin/sh\nexec sleep 60\n", "utf8")
    hanging.chmod(0o755)
    assert Speech(tmp_path / "sounds", str(hanging), deadline_s=3).say("您好", personal=False) is None


def test_punctuation_alone_is_not_said(tmp_path: Path) -> None:
    assert Speech(tmp_path, "nowhere-to-be-found").say("", personal=False) is None


def test_neither_terminal_nor_hub_loads_pypinyin_to_speak(tmp_path: Path, program: str) -> None:
    code = (f"import sys; from pathlib import Path; from content.speech import Speech; "
            f"Speech(Path({str(tmp_path / 'sounds')!r}), {program!r}).say('您好', personal=False); "
            "print('pypinyin' in sys.modules)")  # fmt: skip
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "False"
