"""Every ledger leaves the desk in the shape of its paper: a line a standing row, nobody in full unless asked whole."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from content.admin.exports import watermark, write_sheet
from content.admin.sheets_hall import CONSULTATIONS, DISPUTES, SATISFACTION, SESSIONS, VISITS
from content.admin.sheets_help import AID, GUIDANCE, PLACEMENTS, REFERRALS
from content.admin.sheets_out import Line, Sheet
from content.model.codes import Role
from content.model.people import Staff
from content.store.database import Market
from content.store.records import Page
from tests.fixtures.year.making import YEAR
from tests.fixtures.year.planting import planted
from tests.unit.content.store.samples import NOW

MAY = Page(filters=(("month", f"{YEAR}-05"),))
ALL = Page(filters=(("view", "all"), ("today", f"{YEAR}-11-23"), ("owner", "")))
_NEWEST = "(SELECT *, row_number() OVER (PARTITION BY {file} ORDER BY rowid DESC) AS nth FROM {table})"
_IN_MAY = f"substr(day, 1, 7) = '{YEAR}-05'"


def _standing(table: str, file: str, condition: str = "1") -> str:
    return f"SELECT count(*) FROM {_NEWEST.format(table=table, file=file)} WHERE nth = 1 AND {condition}"


def _filed_in_may(kind: str) -> str:
    return f"""SELECT count(*) FROM hall_case WHERE kind = '{kind}'
        AND strftime('%Y-%m', occurred_at, '+8 hours') = '{YEAR}-05'"""


# the sheet, what it is asked for, and how many lines of the ledger that is, by SQL of its own
_KEPT = f"NOT void AND {_IN_MAY}"
SHEETS = {
    "referral": (REFERRALS, ALL, (_standing("referral", "root"),)),
    "placement": (PLACEMENTS, Page(), (_standing("placement", "root"),)),
    "guidance": (GUIDANCE, Page(), (_standing("guidance", "root"),)),
    "aid": (AID, ALL, (_standing("aid_file", "root"),)),
    "consultation": (CONSULTATIONS, MAY, (_standing("consultation", "entry_id", _KEPT), _filed_in_may("question"))),
    "dispute": (DISPUTES, Page(), ("SELECT count(*) FROM hall_case WHERE kind = 'dispute'",)),
    "session": (SESSIONS, MAY, (_standing("course_session", "entry_id", _KEPT),)),
    "satisfaction": (SATISFACTION, MAY, (_standing("seeker_answer", "entry_id", _KEPT),
                                         _standing("employer_answer", "entry_id", _KEPT),
                                         _filed_in_may("satisfaction"))),
    "visit": (VISITS, Page(), ("SELECT count(*) FROM visit",)),
}  # fmt: skip
_NAMED = ("referral", "placement", "guidance", "aid", "consultation")
_SAID = {"guidance": "谈了找活的打算", "aid": "先推荐近处的活", "consultation": "补贴怎么领"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    market = planted(tmp_path_factory.mktemp("sheets") / "market.db")
    yield market
    market.close()


def _lines(market: Market, sheet: Sheet, page: Page, whole: bool) -> tuple[Line, ...]:
    with market.reading() as tables:
        return tuple(sheet.lines(tables, page, NOW, whole))


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_has_a_line_for_every_row_that_stands_and_tells_how_many_before(made: Market, name: str) -> None:
    sheet, page, counts = SHEETS[name]
    lines = _lines(made, sheet, page, whole=False)
    with made.reading() as tables:
        expected = sum(tables._db.execute(count).fetchone()[0] for count in counts)
        assert sheet.table(tables).page(page)[1] == len(lines) == expected > 0
    assert {len(line) for line in lines} == {len(sheet.heading)}


@pytest.mark.parametrize("name", _NAMED)
def test_nobody_is_named_in_full_unless_the_sheet_is_asked_whole(made: Market, name: str) -> None:
    sheet, page, _ = SHEETS[name]
    masked, whole = (_lines(made, sheet, page, whole=whole) for whole in (False, True))
    number = sheet.heading.index("身份证号码")
    known = [line[number] for line in whole if line[number].isdigit()]  # of those who registered themselves
    assert len(known) > len(whole) // 4
    assert all(one.startswith("999999") for one in known)
    told = "\n".join("\t".join(line) for line in masked)
    assert not any(one in told for one in known)
    assert all("*" in line[number] for line in masked if line[number])
    said = _SAID.get(name, "")
    assert said in "\n".join("\t".join(line) for line in whole)
    assert not said or said not in told


def test_a_sheet_of_trainees_names_them_whole_or_masked(made: Market) -> None:
    masked, whole = (_lines(made, SESSIONS, MAY, whole=whole)[0][6].split("、") for whole in (False, True))
    assert len(masked) == len(whole) == 23  # the list of May was wrong by one
    assert all("*" in name for name in masked)
    assert sum("*" not in name for name in whole) > 10


def test_who_took_a_table_home_when_and_why_stands_below_it(made: Market) -> None:
    staff = Staff(id="s", login="chen", name="陈样例", roles=(Role.MANAGER,), enabled=True)
    mark = watermark(VISITS, staff, NOW, "年检要核对")
    assert mark == ("陈样例（chen）2026-11-23 09:30 从零工市场后台导出，姓名、电话和证件号码写全，理由：年检要核对。"
                    "不得外传。")  # fmt: skip
    assert "只写一部分" in watermark(VISITS, staff, NOW, "")
    finished = write_sheet(made, VISITS, Page(), "xlsx", True, "s", NOW, mark)
    with finished.file as file:
        sheet = load_workbook(io.BytesIO(file.read())).active
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]  # type: ignore[union-attr]
    assert tuple(rows[0]) == VISITS.heading
    assert len(rows) - 3 == finished.rows == 150  # heading, an empty line and the mark
    assert rows[-1][0] == mark
    assert rows[1][4] == "样经理"
