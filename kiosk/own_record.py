"""我的信息 at the kiosk: from the hub's answer to choices that can be changed, and back to a filing; pure."""

from __future__ import annotations

from datetime import datetime

from content.clock import calendar_day
from content.edition.reading import Edition
from content.edition.search import JobQuery, search_jobs
from content.model.abilities import PhoneOf
from content.model.filings import CorrectionBody
from content.model.own_record import OwnRecord, Wish
from content.rules.matching import Match, matches
from kiosk.consent import CONSENT_VERSION
from kiosk.registering import Draft
from kiosk.visit import Person, Standing, may_see

_PER_TRADE = 40  # jobs of a trade that are looked through for matches


def draft_of(record: OwnRecord, key: str, now: datetime) -> Draft:
    """Return the choices as they stand, ready to be changed; the phone stays as it is unless another is given."""
    wish = record.wish
    return Draft(
        key=key, code="", consented_at=now, trades=wish.trades, pays=wish.pay_wishes, start=wish.start_wish,
        places=wish.township_codes, phone_of=record.phone_of, unsure=wish.unsure, education=wish.education,
        skills=wish.skills, certificates=wish.certificates, groups=wish.seeker_groups,
        phone_kept=bool(record.phone_mask),
    )  # fmt: skip


def wish_of(draft: Draft) -> Wish:
    """Return what the choices want."""
    return Wish(
        trades=draft.trades, pay_wishes=draft.pays, start_wish=draft.start, township_codes=draft.places,
        unsure=draft.unsure, education=draft.education, skills=draft.skills, certificates=draft.certificates,
        seeker_groups=draft.groups,
    )  # fmt: skip


def correction_body(draft: Draft, person: Person, number: str, phone: str) -> CorrectionBody:
    """Return the correction to be filed."""
    given = None if draft.phone_kept else "" if draft.phone_of is PhoneOf.NONE else phone
    return CorrectionBody(
        id_number=person.id_number, registration_number=number, phone=given, phone_of=draft.phone_of,
        trades=draft.trades, pay_wishes=draft.pays, start_wish=draft.start, township_codes=draft.places,
        unsure=draft.unsure, education=draft.education, skills=draft.skills, certificates=draft.certificates,
        seeker_groups=draft.groups, consent_version=CONSENT_VERSION,
    )  # fmt: skip


def matches_in(edition: Edition, record: OwnRecord, who: Standing, now: datetime) -> tuple[Match, ...]:
    """Return the jobs of the edition that fit somebody and that they may see, those since last time first."""
    since = record.changed_at or now
    found = (job for code in record.wish.trades
             for job in search_jobs(edition, JobQuery(trade=code, limit=_PER_TRADE), now).jobs)  # fmt: skip
    seen = {job.id: job for job in found if may_see(job, who)}
    return matches(seen.values(), record.wish, since, calendar_day(now))
