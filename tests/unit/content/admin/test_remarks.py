"""What stands under a judged field: the words underlined where they stand, how far each stops the job, the offer."""

from __future__ import annotations

from content.admin.checks import blocking
from content.admin.record_forms import trades_found
from content.admin.remarks import remarks_html, severity_word, underlined
from content.model.findings import Finding, Severity
from content.rules.judgement import TwinFinding
from content.rules.screening import JobFacts, WordFinding, screen


def _screened(text: str, facts: JobFacts | None = None) -> tuple[WordFinding, ...]:
    return screen({"requirements": text}, facts or JobFacts())


def test_each_word_is_underlined_where_it_stands_and_the_rest_reads_on() -> None:
    text = "能吃苦，限男性，本地户口优先，会开车"
    pieces = underlined(text, _screened(text))
    assert [piece.text for piece in pieces if piece.severity] == ["限男性", "本地户口优先"]
    assert "".join(piece.text for piece in pieces) == text


def test_of_a_long_text_only_what_is_near_a_word_is_shown() -> None:
    text = "甲" * 300 + "，限男性，" + "乙" * 300
    pieces = underlined(text, _screened(text))
    assert [piece.text for piece in pieces if piece.severity] == ["限男性"]
    assert sum(len(piece.text) for piece in pieces) < 60
    assert pieces[0].text.startswith("…")
    assert pieces[-1].text.endswith("…")


def test_a_text_typed_on_is_not_underlined_at_the_wrong_place() -> None:
    assert underlined("会开车，限男性", _screened("限男性，会开车")) == ()


def test_typed_markup_stays_text() -> None:
    text = "<b>限男性</b>"
    html = remarks_html(enumerate(_screened(text)), text, edits=True)
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


def test_a_word_that_a_reason_may_release_says_so_and_does_not_stop_the_submission() -> None:
    text = "限男性"
    (firm,) = _screened(text)
    (open_to_reason,) = _screened(text, JobFacts(hazards=("underground",)))  # 女职工劳动保护特别规定, annex
    assert severity_word(firm) == "必须改"
    assert severity_word(open_to_reason) == "要说明理由"
    assert blocking((firm, open_to_reason)) == (firm,)


def test_only_a_look_alike_has_the_buttons_of_a_pair() -> None:
    plain = Finding(field="title", sentence="请填写岗位名称。")
    twin = TwinFinding(field="title", sentence="疑似重复。", severity=Severity.WARN, code="TWIN", twin="job-2")
    assert "data-beside" not in remarks_html([(0, plain)], "", edits=True)
    drawn = remarks_html([(3, twin)], "搬运", edits=True)
    assert 'data-beside="3"' in drawn
    assert 'data-apart="3"' in drawn
    assert "data-apart" not in remarks_html([(3, twin)], "搬运", edits=False)


def test_trades_whose_own_name_is_meant_come_first_and_the_chosen_one_stays() -> None:
    found = list(trades_found("banyun", chosen="A11").items())
    assert "搬运" in found[0][1].partition("（")[0]
    assert "A11" in dict(found)
    assert "A11" in trades_found("siji", chosen="A11")
    assert trades_found("没有这种活") == {}
