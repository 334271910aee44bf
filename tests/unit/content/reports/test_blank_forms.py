"""The blank forms are one sheet each, ask what the desk types in its order, and carry the notice with its version."""

from __future__ import annotations

import pypdfium2
import pytest

from content.admin.seeker_entry import entry_groups
from content.model.published import MarketCard
from content.reports.blank_forms import hiring_form, seeker_form
from content.reports.paper import draw, page_of
from content.rules.consent import CONSENT_VERSION, HIRING_FORM_VERSION, notice

MARKET = MarketCard(name="样例零工市场", address="尧渡镇样例路 1 号", phone="0566-0000000")


def _text(template: str, values: dict[str, object]) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(draw(page_of(template, values)))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return len(document), "".join(text.split())


def test_the_form_of_a_seeker_is_one_sheet_in_the_order_of_the_desk() -> None:
    pages, text = _text("seeker_form.html", seeker_form(MARKET))
    assert pages == 1
    headings = [group.title.split("、")[0] + "、" for group in entry_groups()]
    places = [text.index(heading + group.title.split("、")[1][:4]) for heading, group in
              zip(headings, entry_groups(), strict=True) if group.title[0] != "七"]  # fmt: skip
    assert places == sorted(places)
    assert CONSENT_VERSION in text
    for line in notice(MARKET):
        assert "".join(line.text.split()) in text
    assert not any(word in text for word in ("婚姻", "政治面貌", "身高"))  # domain B7: not to be collected


@pytest.mark.parametrize("asked", ["信用代码", "要招几人", "干什么活", "工钱数目", "多久结一次", "每天几点做",
                                   "在哪里集合", "有什么危险", "本科及以上"])  # fmt: skip
def test_the_form_of_an_employer_asks_what_a_post_must_say(asked: str) -> None:
    pages, text = _text("hiring_form.html", hiring_form(MARKET))
    assert pages == 1
    assert HIRING_FORM_VERSION in text
    assert (asked in text) is (asked != "本科及以上")
