"""An opened edition answers in records, and never with something that is over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.errors import EditionError
from content.model.published import MarketCard, PublicNotice
from tests.unit.content.edition.samples import (
    NOW,
    TRUSTED,
    blob,
    content_of,
    manifest_of,
    many_jobs,
    opened,
    public_job,
    public_policy,
    signed,
)

HOUR = timedelta(hours=1)


def test_everything_comes_back_as_it_went_in(tmp_path: Path) -> None:
    market = MarketCard(phone="0566-1")
    content = content_of(many_jobs(30), policies=(public_policy(1), public_policy(2)), market=market)
    edition = opened(tmp_path, content)
    assert edition.content() == content
    assert edition.market() == content.market
    assert edition.job(content.jobs[3].id) == content.jobs[3]
    assert edition.job_by_number(content.jobs[4].number) == content.jobs[4]
    assert edition.policy(content.policies[1].id) == content.policies[1]
    edition.close()


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    edition = opened(tmp_path, content_of())
    assert edition.job("nobody") is None
    assert edition.policy("nobody") is None
    assert edition.job_by_number(5) is None
    assert edition.job_by_number(10**30) is None
    assert edition.job_by_number(-1) is None
    assert edition.jobs(NOW) == ()
    assert edition.headcount(NOW) == 0
    assert edition.group_counts(NOW) == {}
    edition.close()


def test_the_expired_is_neither_listed_nor_counted(tmp_path: Path) -> None:
    over = public_job(1, "A11", valid_until=NOW)
    on = public_job(2, "A11", valid_until=NOW + timedelta(milliseconds=1), headcount=4)
    other = public_job(3, "C01", headcount=2)
    ended, lasting = public_policy(1, valid_until=NOW), public_policy(2)
    edition = opened(tmp_path, content_of((over, on, other), policies=(ended, lasting)))
    assert edition.jobs(NOW) == (on, other)
    assert edition.headcount(NOW) == 6
    assert edition.group_counts(NOW) == {"A": 1, "C": 1}
    assert edition.policies(NOW) == (lasting,)
    assert edition.job(over.id) == over
    edition.close()


def test_a_notice_waits_for_its_hour(tmp_path: Path) -> None:
    notice = PublicNotice(id="n1", title="停电", body="明天停电", shown_from=NOW + HOUR, valid_until=NOW + 3 * HOUR)
    edition = opened(tmp_path, content_of(notices=(notice,)))
    shown = [bool(edition.notices(NOW + hours * HOUR)) for hours in range(5)]
    assert shown == [False, True, True, False, False]
    edition.close()


def test_the_programme_has_a_slot_for_what_there_is_and_the_duties_always(tmp_path: Path) -> None:
    full = opened(tmp_path, content_of((public_job(1),), policies=(public_policy(1),)))
    assert [slot.scene for slot in full.programme().slots] == [
        "jobs_today", "jobs", "jobs_township", "policy", "job", "shortage",
        "service", "safety", "evacuation", "hotlines",
    ]  # fmt: skip
    full.close()
    (tmp_path / "empty").mkdir()
    empty = opened(tmp_path / "empty", content_of())
    assert [slot.scene for slot in empty.programme().slots] == ["service", "safety", "evacuation", "hotlines"]
    empty.close()


@pytest.mark.parametrize("data", [b"", b"not a database at all", b"SQLite format 3\0" + bytes(100)])
def test_a_file_that_is_no_edition_is_an_edition_error(tmp_path: Path, data: bytes) -> None:
    shelf, ref = Shelf(tmp_path), blob("edition.db", data)
    shelf.put_blob(ref, [data])
    held = shelf.install(signed(manifest_of(1, ref)), TRUSTED, "kiosk")
    with pytest.raises(EditionError):
        Edition.open(held)
