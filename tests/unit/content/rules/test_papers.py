"""What was ticked as seen and is not kept (条例 §26); a plan of a fair may be a file (条例 §28)."""

from __future__ import annotations

from content.model.attachments import AttachmentRole
from content.model.codes import EmployerKind
from content.model.findings import Severity
from content.rules.hall_completeness import check_fair
from content.rules.papers import employer_papers, guide_papers
from tests.unit.content.publishing.test_displays import GUIDE
from tests.unit.content.store.samples import EMPLOYER, FAIR, NOW, replace

_NONE: frozenset[AttachmentRole] = frozenset()
_PLANS = frozenset((AttachmentRole.PLAN, AttachmentRole.EMERGENCY_PLAN, AttachmentRole.SECURITY_PLAN))
_FIRM = replace(EMPLOYER, kind=EmployerKind.PRIVATE, licence_seen=True, authorisation_seen=True)


def test_a_tick_without_its_paper_is_said_and_stops_nothing() -> None:
    found = employer_papers(_FIRM, _NONE)
    assert [(one.field, one.severity) for one in found] == [
        ("licence_seen", Severity.WARN), ("authorisation_seen", Severity.WARN)]  # fmt: skip
    kept = frozenset((AttachmentRole.LICENCE,))
    assert [one.field for one in employer_papers(_FIRM, kept)] == ["authorisation_seen"]
    assert employer_papers(_FIRM, kept | {AttachmentRole.AUTHORISATION}) == ()


def test_a_household_and_what_was_never_seen_need_no_paper() -> None:
    assert employer_papers(replace(_FIRM, kind=EmployerKind.HOUSEHOLD), _NONE) == ()
    assert [one.field for one in employer_papers(replace(_FIRM, licence_seen=False), _NONE)] == ["authorisation_seen"]


def test_a_wage_guide_without_its_document_is_hinted_at() -> None:
    assert [one.severity for one in guide_papers(GUIDE, _NONE)] == [Severity.INFO]
    assert guide_papers(GUIDE, frozenset((AttachmentRole.DOCUMENT,))) == ()


def test_a_fair_s_plans_are_written_or_attached() -> None:
    bare = replace(FAIR, plan="", emergency_plan="", security_plan=" ")
    fields = {one.field for one in check_fair(bare, NOW)}
    assert {"plan", "emergency_plan", "security_plan"} <= fields
    without = {one.field for one in check_fair(bare, NOW, _PLANS - {AttachmentRole.SECURITY_PLAN})}
    assert {"plan", "emergency_plan", "security_plan"} & without == {"security_plan"}
    assert {one.field for one in check_fair(bare, NOW, _PLANS)} == fields - {"plan", "emergency_plan", "security_plan"}
