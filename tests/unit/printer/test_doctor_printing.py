"""What the printer room's doctor says of fonts and of a spool."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from content.diagnosis import Level, from_lines
from printer.doctor import check_fonts, check_spool, main
from printer.fonts import Face, FontChain


def test_a_box_without_any_font_is_wrong_and_says_what_to_install(tmp_path: Path) -> None:
    found = check_fonts(FontChain(folders=(tmp_path,)))
    assert found.level == "wrong"
    assert "fonts-noto-cjk" in found.sentence


def test_a_font_that_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "There.ttf").touch()
    faces = (Face(file_name="There.ttf"), Face(file_name="HanaMinB.ttf"))
    found = check_fonts(FontChain(faces, (tmp_path,)))
    assert found.level == "note"
    assert "HanaMinB.ttf" in found.sentence
    assert "There.ttf" not in found.sentence
    assert check_fonts(FontChain(faces[:1], (tmp_path,))).level == "good"


def _spool(path: Path, *states: str) -> Path:
    with sqlite3.connect(str(path)) as database:
        database.execute("create table slips (id integer primary key, state text not null)")
        database.executemany("insert into slips (state) values (?)", [(state,) for state in states])
    database.close()
    return path


def test_slips_are_counted_by_where_they_are_and_unknown_ones_sent_to_staff(tmp_path: Path) -> None:
    whole, unknown = check_spool(_spool(tmp_path / "spool.db", "confirmed", "confirmed", "unknown", "queued"))
    assert whole.level == "good"
    assert whole.sentence == "打印队列完好：等着打 1 张、打好了 2 张、不知打没打好 1 张。"
    assert unknown.level == "note"
    assert "补打" in unknown.sentence


def test_a_file_that_is_no_spool_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "spool.db"
    path.write_bytes(b"not a database" * 1000)
    (found,) = check_spool(path)
    assert found.level == "wrong"
    assert "请系统管理员" in found.sentence


def test_the_lines_are_those_every_other_doctor_writes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = main(["--json", "--spool", str(_spool(tmp_path / "spool.db", "confirmed"))])
    said = capsys.readouterr().out
    assert all(one.part == "printer" for one in from_lines(said))
    assert {json.loads(line)["about"] for line in said.splitlines()} == {"profiles", "fonts", "spool"}
    assert code == int(any(one.level is Level.WRONG for one in from_lines(said)))
