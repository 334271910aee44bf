"""Pause and volume survive a restart; each part's line says what staff should do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.reader.base import ReaderState
from kiosk.staff.condition import Condition, lines
from kiosk.staff.pausing import NOTICES, Pausing
from kiosk.staff.sound import Sound
from printer.condition import MUTE, NOT_CONNECTED, PrinterReport, PrinterState

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
READY = PrinterReport(state=PrinterState.READY, sentence="打印机正常。")
FINE = Condition(reader=ReaderState.IDLE, printer=READY, edition_number=94, built_at=NOW, paired=True, waiting=0,
                 link="")  # fmt: skip


def test_a_pause_is_there_after_a_restart_and_gone_after_resuming(tmp_path: Path) -> None:
    told = []
    pausing = Pausing(tmp_path / "pause.json", lambda: told.append(True))
    assert pausing.notice == ""
    pausing.pause("本机检修，\n请到三号窗口")
    assert Pausing(tmp_path / "pause.json").notice == "本机检修， 请到三号窗口"
    pausing.resume()
    assert Pausing(tmp_path / "pause.json").notice == ""
    assert told == [True, True]


def test_a_pause_without_words_says_where_to_go(tmp_path: Path) -> None:
    pausing = Pausing(tmp_path / "pause.json")
    pausing.pause("  ")
    assert pausing.notice == NOTICES[0]
    assert "窗口" in pausing.notice


def test_a_damaged_pause_leaves_the_kiosk_in_use(tmp_path: Path) -> None:
    (tmp_path / "pause.json").write_text("{", "utf8")
    assert Pausing(tmp_path / "pause.json").notice == ""


def mixer(folder: Path, name: str, code: int) -> Path:
    """A program that writes down how it was called and ends with a code."""
    program = folder / name
    program.write_text(f'#!/bin/sh\necho "$@" >> {folder}/{name}.log\nexit {code}\n', "utf8")
    program.chmod(0o755)
    return program


def test_without_a_mixer_the_wish_is_kept_and_the_truth_told(tmp_path: Path) -> None:
    sound = Sound(tmp_path / "volume.json", which=lambda name: None)
    louder = sound.change(+1)
    assert (louder.percent, louder.works) == (70, False)
    assert "没有装调音程序" in louder.sentence
    assert Sound(tmp_path / "volume.json").percent == 70


@pytest.mark.parametrize(("name", "called"), [("wpctl", "set-volume @DEFAULT_AUDIO_SINK@ 0.50"),
                                              ("amixer", "-q sset Master 50%")])  # fmt: skip
def test_the_mixer_there_is_is_told(tmp_path: Path, name: str, called: str) -> None:
    program = mixer(tmp_path, name, 0)
    quieter = Sound(tmp_path / "volume.json", which={name: str(program)}.get).change(-1)
    assert (quieter.percent, quieter.works) == (50, True)
    assert (tmp_path / f"{name}.log").read_text("utf8").strip() == called


def test_a_mixer_without_a_sound_card_is_not_called_a_success(tmp_path: Path) -> None:
    programs = {name: str(mixer(tmp_path, name, 1)) for name in ("wpctl", "amixer")}
    said = Sound(tmp_path / "volume.json", which=programs.get).apply()
    assert not said.works
    assert "没有接上喇叭或声卡" in said.sentence


def test_volume_ends_at_silence_and_at_the_top(tmp_path: Path) -> None:
    sound = Sound(tmp_path / "volume.json", which=lambda name: None)
    assert sound.change(-99).percent == 0
    assert sound.change(+99).percent == 100


@pytest.mark.parametrize(("change", "part", "text"), [
    ({"reader": ReaderState.CLOSED}, "读卡器", "检查数据线"),
    ({"reader": ReaderState.FAULT}, "读卡器", "断电十秒"),
    ({"printer": NOT_CONNECTED}, "打印机", "请检查电源和连线"),
    ({"printer": replace(READY, paper_low=True, staff_sentence="纸快用完了")}, "打印机", "纸快用完了"),
    ({"edition_number": None}, "岗位信息", "还没有收到"),
    ({"built_at": NOW - timedelta(days=5)}, "岗位信息", "太旧了"),
    ({"paired": False}, "待送的登记", "请系统管理员配对"),
    ({"link": "连不上中心，请检查网线。"}, "和中心的联系", "请检查网线"),
])  # fmt: skip
def test_a_part_that_is_not_well_stands_out_with_what_to_do(change: dict[str, object], part: str, text: str) -> None:
    bad = [line for line in lines(replace(FINE, **change), NOW) if line.bad]  # type: ignore[arg-type]
    assert [line.name for line in bad] == [part]
    assert text in bad[0].text


@pytest.mark.parametrize("change", [{}, {"reader": None}, {"printer": None}, {"printer": MUTE}, {"waiting": 7}])
def test_a_kiosk_that_works_as_it_is_built_shows_nothing_bad(change: dict[str, object]) -> None:
    assert not any(line.bad for line in lines(replace(FINE, **change), NOW))  # type: ignore[arg-type]
