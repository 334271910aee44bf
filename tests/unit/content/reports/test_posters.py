"""Posters for towns: legible, on few sheets, complete on each; their text is read off the PDF."""

from __future__ import annotations

import ctypes
import io
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
from pypdfium2 import raw

from content.model.codes import FairTheme
from content.model.published import MarketCard, PublicFair, PublicJob
from content.reports.paper import draw, page_of
from content.reports.posters import PaperSize, fair_poster, job_poster, jobs_a_sheet, sheets_of
from tests.unit.content.edition.samples import NOW, many_jobs, public_job

MARKET = MarketCard(name="东至县零工市场", phone="0566-7000000", address="样例路 1 号", hours="4:30—19:00",
                    public_url="https://lg.example/")  # fmt: skip
FAIR = PublicFair(id="fair-1", name="冬季专场招聘会", theme=FairTheme.SPECIAL, starts_at=NOW + timedelta(days=9),
                  place="文化广场", summary="当场面谈", invited=20, valid_until=NOW + timedelta(days=9, hours=3),
                  booths=tuple(f"{number} 号 · 样例{number}厂" for number in range(1, 31)))  # fmt: skip
SIDES_PT = {PaperSize.A4: (595, 842), PaperSize.A3: (842, 1191)}  # ISO 216


def _pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def _smallest_letter(pdf: bytes) -> float:
    found = []
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        for number in range(len(document)):
            text = document[number].get_textpage()
            for place in range(0, text.count_chars(), 3):
                if chr(raw.FPDFText_GetUnicode(text, place)).strip():
                    matrix = raw.FS_MATRIX()
                    raw.FPDFText_GetMatrix(text, place, ctypes.byref(matrix))
                    found.append(raw.FPDFText_GetFontSize(text, place) * abs(matrix.d))
    return min(found)


def _pictures(pdf: bytes) -> int:
    """Return how many shapes with very many segments there are: a code is one path of hundreds of squares."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        paths = document[0].get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=5)
        return sum(raw.FPDFPath_CountSegments(path.raw) > 1000 for path in paths)


def test_every_sheet_is_a_whole_poster_and_nothing_on_it_is_small() -> None:
    jobs = many_jobs(60)
    pdf = draw(page_of("job_poster.html", job_poster(jobs, MARKET, 12, NOW, PaperSize.A3, "尧渡镇", 2)))
    pages, fitting = _pages(pdf), jobs_a_sheet(PaperSize.A3)
    assert len(pages) == 2
    for page in pages:
        for words in ("尧渡镇招工", "第 12 期", "免费", "0566-7000000", "骗子", "12333", "扫码"):
            assert words in page
    shown = jobs[: 2 * fitting]
    assert all(f"{job.number} 号" in pages[place // fitting] for place, job in enumerate(shown))
    assert f"还有 {60 - len(shown)} 个岗位" in pages[0]
    assert _smallest_letter(pdf) >= 17.9
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        assert tuple(round(side) for side in document[0].get_size()) == SIDES_PT[PaperSize.A3]


def test_jobs_are_spread_evenly_over_as_few_sheets_as_they_need() -> None:
    def lengths(count: int, most: int = 4) -> list[int]:
        return [len(sheet) for sheet in sheets_of(many_jobs(count), PaperSize.A4, most)]

    assert jobs_a_sheet(PaperSize.A4) == 6
    assert (lengths(0), lengths(1), lengths(6), lengths(7), lengths(13)) == ([], [1], [6], [4, 3], [5, 5, 3])
    assert lengths(60) == [6, 6, 6, 6]
    assert lengths(60, 1) == [6]


def _page(*jobs: PublicJob, market: MarketCard = MARKET, scope: str = "") -> str:
    return page_of("job_poster.html", job_poster(jobs, market, 1, NOW, PaperSize.A4, scope))


def test_long_words_are_cut_and_never_push_the_phone_off_the_sheet() -> None:
    long = public_job(7, title="长" * 60, address="很远的地方" * 30, hours="早晚" * 40, pay_max_fen=99900)
    pdf = draw(_page(*(long,) * 6, scope="大渡口经济开发区"))
    (page,) = _pages(pdf)
    assert "大渡口经济开发区招工" in page
    assert (page.count("220—999"), "骗子" in page) == (6, True)
    assert (_smallest_letter(pdf) >= 17.9, _pictures(pdf)) == (True, 1)


def test_a_code_is_drawn_only_where_the_market_has_an_address() -> None:
    without = _page(public_job(1), market=replace(MARKET, public_url=""))
    assert ("<img" in without, "扫码" in without, "<img" in _page(public_job(1))) == (False, False, True)


def test_markup_in_a_record_stays_text() -> None:
    assert "&lt;b&gt;搬运" in _page(public_job(1, title="<b>搬运</b>"))


@pytest.mark.parametrize("size", list(PaperSize))
def test_the_poster_of_a_fair_says_theme_time_place_and_who_comes(size: PaperSize) -> None:
    fair = replace(FAIR, name="一场名字很长的冬季专场招聘会暨就业服务进乡村", summary="当场面谈，" * 40,
                   place="很长的地名" * 6)  # fmt: skip
    pdf = draw(page_of("fair_poster.html", fair_poster(fair, MARKET, size)))
    (page,) = _pages(pdf)
    # NOW is 2026-11-23 09:42 in the hall; nine days later is a Wednesday
    for words in ("专项招聘会", "12月2日", "09:42", "星期三", "30 家单位", "样例1厂", "0566-7000000", "骗子", "看详情"):
        assert words in page
    shown = sum(f"样例{number}厂" in page for number in range(1, 31))
    assert f"还有 {30 - shown} 家" in page
    assert _smallest_letter(pdf) >= 17.9
    assert _pictures(pdf) == 1


def test_a_live_fair_is_entered_by_its_code() -> None:
    live = replace(FAIR, theme=FairTheme.LIVE, stream_url="https://live.example/9", booths=(), invited=0)
    page = page_of("fair_poster.html", fair_poster(live, replace(MARKET, public_url=""), PaperSize.A4))
    assert ("直播带岗" in page, "进直播间" in page, "家单位" in page) == (True, True, False)
