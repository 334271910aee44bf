"""What doctors say, as lines for a program and as text for a person."""

from __future__ import annotations

import pytest

from content.diagnosis import Level, Observation, as_text, from_lines, report, to_lines

_GOOD = Observation(part="hub", about="database", level=Level.GOOD, sentence="数据库完好。")
_WRONG = Observation(part="kiosk", about="reader", level=Level.WRONG, sentence="读卡器打不开：请工作人员检查连线。")
_READER = Observation(part="kiosk", about="setting", level=Level.NOTE, sentence="读卡器可以设成 /dev/ttyUSB0。",
                      setting='kiosk.reader_port = "/dev/ttyUSB0"')  # fmt: skip


def test_lines_say_the_same_after_the_way_between_two_processes() -> None:
    assert from_lines(to_lines((_GOOD, _WRONG, _READER))) == (_GOOD, _WRONG, _READER)


def test_a_line_that_is_no_observation_is_refused() -> None:
    with pytest.raises(ValueError):
        from_lines('{"part": "hub"}\n')
    with pytest.raises(ValueError):
        from_lines("Traceback (most recent call last):\n")


def test_a_person_reads_parts_marks_settings_and_what_it_comes_to() -> None:
    assert as_text((_WRONG, _GOOD, _READER)) == (
        "中心\n  ✓ 数据库完好。\n自助机\n  ✗ 读卡器打不开：请工作人员检查连线。\n  · 读卡器可以设成 /dev/ttyUSB0。\n"
        "可以写进 linggong.toml 的设置（加上 --write 就替您写好）\n  [kiosk]\n  reader_port = \"/dev/ttyUSB0\"\n"
        "有 1 处不对，请照上面 ✗ 的话处理。\n"
    )  # fmt: skip


def test_the_exit_code_is_0_only_if_nothing_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert report((_GOOD, _READER), as_json=False) == 0
    assert "没有发现不对的地方" in capsys.readouterr().out
    assert report((_GOOD, _WRONG), as_json=True) == 1
