"""满意度问卷: one sheet, a firm's with its code, a seeker's without a place for a name."""

from __future__ import annotations

from datetime import date

import pypdfium2

from content.model.cases import Satisfaction
from content.model.published import MarketCard
from content.reports.paper import draw, page_of
from content.reports.questionnaire import questionnaire

MARKET = MarketCard(name="样例零工市场", address="尧渡镇样例路 1 号", phone="0566-0000000")


def _text(values: dict[str, object]) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(draw(page_of("questionnaire.html", values)))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return len(document), "".join(text.split())


def test_a_firms_sheet_names_it_and_its_month_and_offers_every_answer() -> None:
    pages, text = _text(questionnaire(MARKET, "样例公司", "12345678", date(2026, 11, 1)))
    assert pages == 1
    assert "样例公司" in text
    assert "2026年11月编号12345678" in text
    assert all(one.label in text for one in Satisfaction)


def test_a_seekers_sheet_asks_nobody_who_they_are() -> None:
    pages, text = _text(questionnaire(MARKET))
    assert pages == 1
    assert "不用写名字" in text
    assert not any(word in text for word in ("编号", "姓名", "电话号码", "身份证"))
