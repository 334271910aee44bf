"""From a 举报 and a 用工登记 to the desk's records."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from content.clock import SetClock
from content.demo.credit_codes import invented_credit_code
from content.hubapi.projections import NotProjectable, is_known, slip_code_digest
from content.hubapi.projector import Projector
from content.hubapi.walk_in_projections import (
    known_employer,
    project_hiring,
    project_report,
    read_hiring,
    read_report,
)
from content.link.envelope import close_envelope
from content.model.codec import to_json
from content.model.codes import EmployerKind, JobSource, PayUnit, Settlement, Stage
from content.model.filings import Envelope, FilingHeader
from content.model.walk_in import ComplaintKind, ComplaintState, HiringBody, ReportBody
from content.privacy import ColumnCipher, KeyRing
from content.store.database import Market
from content.store.records import Page

KEYS = KeyRing.from_root(bytes(range(32)))
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 12:00 in Shanghai
CODE = invented_credit_code(EmployerKind.PRIVATE.value, 7)
REPORT = ReportBody(number="12-000417", code="4821", kind=ComplaintKind.FEE, job_id="job-1", job_number=1043,
                    employer_name="样例公司", text="要交三百押金", phone="13900001234", notice_version="1")  # fmt: skip
HIRING = HiringBody(
    number="12-000425", code="3307", household=False, unit_name="东至样例建筑有限公司", credit_code=CODE,
    contact_name="李样例", contact_phone="13900005678", trade_code="A11", headcount=5, township_code="341721100",
    pay_fen=22000, pay_unit=PayUnit.DAY, settlement=Settlement.DAY, starts_on=date(2026, 11, 24), hours="08:00—17:00",
    gathering="零工市场门口", valid_days=3, consent_version="1", consented_at=NOON,
)  # fmt: skip


def header(kind: str, seq: int = 1, **change: object) -> FilingHeader:
    plain = FilingHeader(id=f"filing-{seq}", kind=kind, version=1, site_id="341721-01", terminal="terminal-1", seq=seq,
                         occurred_at=NOON, clock_ok=True)  # fmt: skip
    return replace(plain, **change)  # type: ignore[arg-type]


def sealed(kind: str, seq: int, body: object) -> Envelope:
    return close_envelope(header(kind, seq), to_json(body), KEYS.seal_public)


def test_what_a_reporter_told_and_their_phone_become_ciphertext() -> None:
    complaint = project_report(header("report"), REPORT, KEYS)
    cipher = ColumnCipher(key=KEYS.data)
    assert complaint.text is not None
    assert complaint.phone is not None
    assert cipher.decrypt(complaint.text.ciphertext, "complaint", "text", "filing-1") == "要交三百押金"
    assert cipher.decrypt(complaint.phone.ciphertext, "complaint", "phone", "filing-1") == "13900001234"
    assert complaint.phone.mask == "139****1234"
    assert (complaint.kind, complaint.job_number, complaint.state) == (ComplaintKind.FEE, 1043, ComplaintState.NEW)
    assert complaint.code_digest == slip_code_digest(KEYS, "12-000417", "4821")


def test_an_anonymous_report_without_a_word_is_a_file_too() -> None:
    complaint = project_report(header("report"), replace(REPORT, text=" ", phone=""), KEYS)
    assert (complaint.text, complaint.phone) == (None, None)


def test_a_hiring_becomes_an_unverified_employer_and_a_draft_job() -> None:
    records = project_hiring(header("hiring"), HIRING, NOON, None, 1043, KEYS)
    firm, job = records.employer, records.job
    assert (firm.name, firm.credit_code, firm.kind) == ("东至样例建筑有限公司", CODE, EmployerKind.PRIVATE)
    assert (firm.verified_at, firm.licence_seen) == (None, False)
    assert (job.stage, job.number, job.title, job.trade_code, job.headcount) == (
        Stage.DRAFT, 1043, "装卸搬运", "A11", 5)  # fmt: skip
    assert (job.source, job.source_name) == (JobSource.EMPLOYER, "现场登记")
    assert (job.pay_min_fen, job.pay_max_fen, job.pay_unit, job.settlement) == (
        22000, 22000, PayUnit.DAY, Settlement.DAY)  # fmt: skip
    # three days from the 23rd: the 23rd, 24th and 25th, until midnight in Shanghai
    assert job.valid_until == datetime(2026, 11, 25, 16, tzinfo=UTC)
    assert (job.verified_at, job.created_by, job.contact_name, job.contact_phone) == (None, "", "", "")
    contact = records.hiring.contact_phone
    cipher = ColumnCipher(key=KEYS.data)
    assert cipher.decrypt(contact.ciphertext, "hiring", "contact_phone", "filing-1") == "13900005678"
    assert (contact.mask, records.hiring.contact_name.mask) == ("139****5678", "李*例")
    hiring = records.hiring
    assert (hiring.job_id, hiring.employer_id, hiring.known_employer) == (job.id, firm.id, False)


def test_a_clock_that_is_not_believed_does_not_date_the_job() -> None:
    wrong = header("hiring", occurred_at=NOON - timedelta(days=9000), clock_ok=False)
    assert project_hiring(wrong, HIRING, NOON, None, 1, KEYS).job.valid_until == datetime(2026, 11, 25, 16, tzinfo=UTC)


def test_a_household_names_no_unit_and_is_no_firm_with_its_phone() -> None:
    home = replace(HIRING, household=True, unit_name="", credit_code="")
    made = project_hiring(header("hiring"), home, NOON, None, 1, KEYS).employer
    assert (made.name, made.kind, made.credit_code) == ("家庭雇主（尧渡镇）", EmployerKind.HOUSEHOLD, "")
    firm = project_hiring(header("hiring"), HIRING, NOON, None, 1, KEYS).employer
    assert known_employer(home, lambda code: (), lambda phone: (firm,)) is None
    assert known_employer(home, lambda code: (), lambda phone: (firm, made)) is made


def test_another_credit_code_with_the_same_phone_is_another_firm() -> None:
    firm = project_hiring(header("hiring"), HIRING, NOON, None, 1, KEYS).employer
    other = replace(HIRING, credit_code=invented_credit_code(EmployerKind.PRIVATE.value, 8))
    assert known_employer(other, lambda code: (), lambda phone: (firm,)) is None
    without = replace(HIRING, credit_code="")
    assert known_employer(without, lambda code: (), lambda phone: (firm,)) is firm


def test_a_body_that_is_something_else_goes_to_staff_without_its_words() -> None:
    for read, words in ((read_report, "举报"), (read_hiring, "用工登记")):
        with pytest.raises(NotProjectable, match=words) as caught:
            read(b'{"phone": "13900001234"}')
        assert "13900001234" not in str(caught.value)
        assert caught.value.__cause__ is None
    assert is_known("report", 1)
    assert is_known("hiring", 1)
    assert not is_known("report", 2)


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 1)])
def test_in_any_order_and_told_twice_there_is_one_of_each(tmp_path: Path, order: tuple[int, ...]) -> None:
    envelopes = {1: sealed("report", 1, REPORT), 2: sealed("hiring", 2, HIRING),
                 3: sealed("hiring", 3, replace(HIRING, number="12-000433", trade_code="A01"))}  # fmt: skip
    market = Market.open(tmp_path / "market.db", KEYS, SetClock(NOON))
    projector = Projector(market, KEYS, SetClock(NOON))
    for one in order:
        market.write(lambda tables, one=one: tables.inbox.store(envelopes[one], NOON))  # type: ignore[misc]
        projector.project_pending()
    market.write(lambda tables: tables._db.execute("UPDATE inbox SET state = 'pending'"))
    projector.project_pending()
    with market.reading() as tables:
        assert tables.inbox.counts().projected == 3
        assert tables.complaints.page()[1] == 1
        hirings, total = tables.hirings.page()
        firms = tables.employers.by_credit_code(CODE)
        jobs = {job.id for job in tables.jobs.every(Page()) if job.employer_id == firms[0].id}
        assert tables.hirings.waiting_count() == 2
    assert (total, len(firms), jobs) == (2, 1, {"filing-2", "filing-3"})
    assert sorted(one.known_employer for one in hirings) == [False, True]
    market.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in ("13900001234", "13900005678", "李样例", "三百押金"):
        assert secret.encode() not in kept
