"""T29: one person does everything there is to do, and then nothing outside the ciphertext holds their name or numbers.

Looked through are the whole folder of the hub and of the kiosk, editions, exports, the audit record, printed papers,
what every part logged, the copies of restic and what comes back out of them; in every writing a program might use.
The controls are planted in each kind of place and must be found there, and nothing else may be.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from content.admin.exports import write_sheet
from content.admin.pages.audit import sheet as audit_sheet
from content.admin.scoring import at_hand, read_year
from content.admin.sheets_ledger import JOBS as JOB_LEDGER
from content.admin.sheets_ledger import SEEKERS
from content.admin.sheets_out import EMPLOYERS, JOBS, POLICIES
from content.backup import restoring
from content.backup.taking import back_up
from content.demo.plant import plant
from content.kpi.periods import PeriodKind
from content.model.attachments import Attachment, AttachmentRole
from content.model.audit import Action
from content.model.cases import CourseSignUpBody
from content.model.filings import ApplicationBody
from content.model.walk_in import ComplaintKind, ReportBody
from content.privacy import ColumnCipher, KeyRing, protect
from content.reports.paper import draw, page_of
from content.reports.score_sheet import paper_values
from content.settings import BackupSettings
from content.store.audit import AuditPage
from content.store.database import Market
from content.store.records import Page
from tests.contract.link_house import CANARY, House, Post, registration, until
from tests.unit.content.hubapi.test_hub_cases import DISPUTE, QUESTION
from tests.unit.content.store.samples import employer
from tests.unit.content.store.test_hall_ledgers import asked

NAME, PHONE = "诸葛暗号", "13755556666"
SECRETS = {"name": NAME, "ID number": CANARY, "phone": PHONE}
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
ROOT = bytes(range(32))
KEYS = KeyRing.from_root(ROOT)


def _writings(text: str) -> set[bytes]:
    """Return a text in every writing a program might have left it in; base64 as it lies at each of three places."""
    plain = text.encode()
    found = {plain, text.encode("utf-16-le"), text.encode("gb18030"), plain.hex().encode(),
             json.dumps(text)[1:-1].encode(), "".join(f"&#{ord(letter)};" for letter in text).encode()}  # fmt: skip
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        found.add(coded[(shift * 8 + 5) // 6 : len(coded) - 4])
    return found


WANTED = {name: _writings(text) for name, text in SECRETS.items()}


def _pieces(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file and what is packed in it: members of archives, the words of a PDF."""
    yield name, content
    if content[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield f"{name}!{member}", archive.read(member)
    if content[:5] == b"%PDF-":
        document = pypdfium2.PdfDocument(content)
        words = "".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        yield f"{name}!words", words.encode()


def _hits(places: dict[str, bytes]) -> set[tuple[str, str]]:
    """Return which secret lies in which piece."""
    return {(secret, piece) for name, content in places.items() for piece, lying in _pieces(name, content)
            for secret, writings in WANTED.items() if any(one in lying for one in writings)}  # fmt: skip


def _files(*folders: Path) -> dict[str, bytes]:
    return {f"{path}": path.read_bytes() + path.name.encode() for folder in folders for path in folder.rglob("*")
            if path.is_file()}  # fmt: skip


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """Everything any part logs, down to the last word."""
    told, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(told), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield told
    root.removeHandler(handler)
    root.setLevel(level)


def _at_the_kiosk(post: Post) -> int:
    """File everything a person can file with a name, a number or a phone; return how much that was."""
    story = f"我叫{NAME}，身份证{CANARY}，电话{PHONE}，工钱没有给"
    bodies = {
        "application": lambda number: ApplicationBody(
            number=number, code="4821", job_id="job-1", job_number=1042, employer_name="某某物流", name=NAME,
            id_number=CANARY, phone=PHONE, consent_version="1", consented_at=NOW),
        "report": lambda number: ReportBody(
            number=number, code="4821", kind=next(iter(ComplaintKind)), job_id="", job_number=0, employer_name="",
            text=story, phone=PHONE, notice_version="1"),
        "dispute": lambda number: replace(DISPUTE, number=number, phone=PHONE),
        "question": lambda number: replace(QUESTION, number=number, text=story, phone=PHONE),
        "course_sign_up": lambda number: CourseSignUpBody(
            number=number, code="2222", course_id="course-1", course_name="叉车", name=NAME, id_number=CANARY,
            phone=PHONE, notice_version="1", consented_at=NOW),
        "registration": lambda number: replace(registration(number), name=NAME, phone=PHONE),
    }  # fmt: skip
    for kind, body in bodies.items():
        post.outbox.file_numbered(kind, body, NOW, clock_ok=True)
    return len(bodies)


def _at_the_desk(market: Market) -> None:
    cipher = ColumnCipher(key=KEYS.data)
    sha256 = market.attachment_files.put("paper-1", f"劳动合同 {NAME} {CANARY}".encode())

    def work(tables: object) -> None:
        tables.employers.save(employer(id="firm-c", contact_name=NAME, contact_phone=PHONE), None)
        tables.consultations.add(asked("q-c", question=f"{NAME} {PHONE} 问社保"))
        tables.drafts.keep("staff-1", "complaint", "new", {"answer": f"{NAME} {CANARY} {PHONE}"}, NOW)
        tables.attachments.add(Attachment(
            id="paper-1", subject="placement", subject_id="p-1", role=AttachmentRole.EVIDENCE, mime="text/plain",
            size=9, sha256=sha256, added_at=NOW, added_by="staff-1"))  # fmt: skip
        tables.audit.note(None, NOW, Action.LOOKED, subject="seeker", subject_id="x", words="登记里的姓名和电话")

    market.write(work)
    assert protect(cipher, None, "name", NAME, "t", "c", "r").mask == "诸葛**"  # what lists may show


def _exports(market: Market, whole: bool) -> dict[str, bytes]:
    found = {}
    for sheet in (JOBS, EMPLOYERS, POLICIES, SEEKERS, JOB_LEDGER):
        for form in ("xlsx", "csv"):
            done = write_sheet(market, sheet, Page(limit=50), form, whole, "staff-1", NOW)
            with done.file as file:
                found[f"{'whole' if whole else 'masked'} {sheet.title}.{form}"] = file.read()
    return found


def _papers(market: Market) -> dict[str, bytes]:
    with market.reading() as tables:
        entries = tuple(tables.audit.every(AuditPage()))
        found = at_hand(read_year(tables, NOW.year), PeriodKind.YEAR, NOW)
    page = page_of("score_sheet.html", paper_values(found.sealed_sheet, "测试零工市场", "", NOW, "张三"))
    return {"audit.csv": audit_sheet(entries, {}), "score.pdf": draw(page)}


def test_nothing_anywhere_holds_a_person_in_the_clear(tmp_path: Path, said: io.StringIO) -> None:
    house = House(tmp_path / "hub")
    post = Post(tmp_path / "kiosk", house.pair())
    settings = BackupSettings(disk=tmp_path / "disk", same_disk=True)
    try:
        house.market.write(lambda tables: plant(tables, "demo", NOW))
        filed = _at_the_kiosk(post)
        post.courier.start()
        until(lambda: house.counts() == (0, filed, 0, 0), "everything filed is in the ledgers")
        _at_the_desk(house.market)
        house.publish()
        masked, whole, papers = _exports(house.market, False), _exports(house.market, True), _papers(house.market)
        key = house.data / "keys" / "root.key"
        key.parent.mkdir(exist_ok=True)
        key.write_bytes(ROOT)
        key.chmod(0o600)
        (attempt,) = back_up(house.data, settings, KEYS, house.clock)
        assert attempt.ok, attempt.sentence
        again = tmp_path / "again"
        restoring.restore(str(settings.disk), again, ROOT)
        living = _files(tmp_path)
    finally:
        post.close()
        house.stop()
    logs = {"logs": said.getvalue().encode()}
    assert b"content" in logs["logs"] or b"http" in logs["logs"]  # something was said
    assert len(living) > 20
    assert {Path(name).relative_to(tmp_path).parts[0] for name in living} >= {"hub", "kiosk", "disk", "again"}
    everything = living | _files(tmp_path) | masked | papers | logs
    assert _hits(everything) == set()
    # the controls: a contact written whole, and one planted in each kind of place
    assert {("name", "whole 企业.csv"), ("phone", "whole 企业.csv")} <= {
        (secret, piece) for secret, piece in _hits(whole) if "!" not in piece}  # fmt: skip
    assert any(piece.startswith("whole") and "xl/worksheets" in piece for _, piece in _hits(whole))
    for number, writing in enumerate(sorted(_writings(CANARY))):
        assert _hits({"logs": b"one line\n" + writing + b"\n"}) == {("ID number", "logs")}, number
    assert ("name", "paper.pdf!words") in _hits({"paper.pdf": draw(f"<p>{NAME} 的回执</p>")})
