"""Fairs, articles, notices, wage guides and 素材 say what they lack; terms of the market only warn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from content.model.codes import FairTheme, MediaKind, NoticeChannel, PayUnit, Stage
from content.model.findings import Severity
from content.model.media import MediaItem
from content.model.notices import Announcement, WageGuide, WageLine
from content.rules.completeness import check_employer, check_job
from content.rules.hall_completeness import check_article, check_fair, check_media, check_notice, check_wage_guide
from tests.unit.content.store.samples import ARTICLE, DAY, FAIR, JOB, NOTICE, NOW, employer

START = NOW + 20 * DAY
GOOD_FAIR = replace(
    FAIR, starts_at=START, ends_at=START + timedelta(hours=3), plan="办法", emergency_plan="预案", security_plan="方案",
    plan_fixed_at=START - 14 * DAY,
    announcements=tuple(Announcement(channel=one, at=START - 7 * DAY, by="甲") for one in NoticeChannel),
)  # fmt: skip
LINE = WageLine(trade_code="A11", trade_name="装卸", unit=PayUnit.DAY, low_fen=1, median_fen=2, high_fen=3)
GUIDE = WageGuide(id="g", title="价位", document_number="无", issuer="样例局", issued_on=NOW.date(), source_url="",
                  expires_on=None, lines=(LINE,), stage=Stage.DRAFT, created_at=NOW, created_by="甲",
                  updated_at=NOW)  # fmt: skip
PICTURE = MediaItem(id="m", title="大门", kind=MediaKind.IMAGE, mime="image/png", sha256="0" * 64, size=1,
                    stage=Stage.DRAFT, created_at=NOW, created_by="甲", updated_at=NOW)  # fmt: skip


def test_what_is_whole_has_no_findings() -> None:
    assert check_fair(GOOD_FAIR, NOW) == ()
    assert check_article(ARTICLE, NOW) == check_notice(NOTICE, NOW) == ()
    assert check_wage_guide(GUIDE, NOW) == check_media(PICTURE, NOW) == ()


@pytest.mark.parametrize(("changes", "field", "severity"), [
    ({"place": " "}, "place", Severity.BLOCK), ({"ends_at": START}, "ends_at", Severity.BLOCK),
    ({"plan": ""}, "plan", Severity.BLOCK), ({"emergency_plan": ""}, "emergency_plan", Severity.BLOCK),
    ({"security_plan": ""}, "security_plan", Severity.BLOCK),
    ({"theme": FairTheme.LIVE}, "stream_url", Severity.BLOCK),
    ({"plan_fixed_at": START - 14 * DAY + timedelta(seconds=1)}, "plan_fixed_at", Severity.WARN),
    ({"plan_fixed_at": None}, "plan_fixed_at", Severity.WARN),
    ({"announcements": tuple(replace(one, at=START - 6 * DAY) for one in GOOD_FAIR.announcements)}, "announcements",
     Severity.WARN),
    ({"announcements": GOOD_FAIR.announcements[1:]}, "announcements", Severity.WARN),
    ({"invited": 19}, "invitations", Severity.WARN),
])  # fmt: skip
def test_each_thing_a_fair_lacks_is_named(changes: dict[str, Any], field: str, severity: Severity) -> None:
    """条例 §28; R112: D−14, R113: D−7 over four channels, R114: 20 firms."""
    (found,) = check_fair(replace(GOOD_FAIR, **changes), NOW)
    assert (found.field, found.severity) == (field, severity)


def test_a_fair_is_followed_up_within_a_week() -> None:
    """R118: overdue from D+8."""
    held = replace(GOOD_FAIR, held=True)
    assert check_fair(held, held.ends_at + 7 * DAY) == ()
    (late,) = check_fair(held, held.ends_at + 8 * DAY)
    assert (late.field, late.severity) == ("follow_up", Severity.WARN)
    assert check_fair(replace(held, followed_up_on=NOW.date()), held.ends_at + 8 * DAY) == ()


@pytest.mark.parametrize(("findings", "field"), [
    (check_article(replace(ARTICLE, body=""), NOW), "body"),
    (check_article(replace(ARTICLE, expires_on=(NOW - DAY).date()), NOW), "expires_on"),
    (check_article(replace(ARTICLE, source_url="ftp://x"), NOW), "source_url"),
    (check_notice(replace(NOTICE, shown_until=NOTICE.shown_from), NOW), "shown_until"),
    (check_notice(NOTICE, NOTICE.shown_until), "shown_until"),
    (check_wage_guide(replace(GUIDE, lines=()), NOW), "lines"),
    (check_wage_guide(replace(GUIDE, lines=(replace(LINE, low_fen=9),)), NOW), "lines"),
    (check_wage_guide(replace(GUIDE, lines=(replace(LINE, low_fen=0, median_fen=0, high_fen=0),)), NOW), "lines"),
    (check_media(replace(PICTURE, prompt="welcome"), NOW), "prompt"),
    (check_media(replace(PICTURE, kind=MediaKind.PDF, on_screens=True), NOW), "on_screens"),
    (check_media(replace(PICTURE, shown_until=NOW), NOW), "shown_until"),
])  # fmt: skip
def test_each_thing_the_others_lack_is_named(findings: tuple[Any, ...], field: str) -> None:
    assert [(one.field, one.severity) for one in findings] == [(field, Severity.BLOCK)]


def test_a_firm_s_licence_holds_through_its_last_day() -> None:
    last, past = employer(licence_until=NOW.date()), employer(licence_until=(NOW - DAY).date())
    fields = [{one.field for one in check_employer(firm, NOW)} for firm in (last, past)]
    assert fields[1] - fields[0] == {"licence_until"}


def test_a_suspended_firm_stops_its_jobs() -> None:
    said = [one.sentence for one in check_job(JOB, employer(suspended="有人举报"), NOW) if one.field == "employer_id"]
    assert said == ["“东至样例建筑劳务有限公司”已暂停招聘（有人举报），请负责人处理好再恢复。"]
