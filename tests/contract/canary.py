"""The canary of T29: one person's name, number and phone in every writing a program might use, entered everywhere."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2

from content.link.envelope import close_envelope
from content.model.aid import AidDeed, AidEvent, AidFile, AidGroup, AidPaper
from content.model.attachments import Attachment, AttachmentRole
from content.model.audit import Action
from content.model.cases import CourseSignUpBody
from content.model.codec import to_json
from content.model.codes import Channel
from content.model.filings import ApplicationBody, Envelope, FilingHeader
from content.model.guidance import Guidance, GuidanceResult, GuidanceTopic
from content.model.referrals import Placement
from content.model.seekers import Sealed
from content.model.walk_in import ComplaintKind, ReportBody
from content.privacy import ColumnCipher, KeyRing, blind_index, mask_name, protect
from content.rules.satisfaction import once_of
from content.store.database import Market
from tests.contract.link_house import CANARY, registration
from tests.unit.content.hubapi.test_hub_cases import DISPUTE, QUESTION
from tests.unit.content.store.samples import COURSE, employer
from tests.unit.content.store.test_course_sessions import session
from tests.unit.content.store.test_dispute_events import event
from tests.unit.content.store.test_hall_answers import of_seeker
from tests.unit.content.store.test_hall_ledgers import asked
from tests.unit.content.store.test_help_facts import _referral
from tests.unit.content.store.test_outreach_records import VISIT

NAME, PHONE = "诸葛暗号", "13755556666"
SECRETS = {"name": NAME, "ID number": CANARY, "phone": PHONE}
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
ROOT = bytes(range(32))
KEYS = KeyRing.from_root(ROOT)


def writings(text: str) -> set[bytes]:
    """Return a text in every writing a program might have left it in; base64 as it lies at each of three places."""
    plain = text.encode()
    found = {plain, text.encode("utf-16-le"), text.encode("gb18030"), plain.hex().encode(),
             json.dumps(text)[1:-1].encode(), "".join(f"&#{ord(letter)};" for letter in text).encode()}  # fmt: skip
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        found.add(coded[(shift * 8 + 5) // 6 : len(coded) - 4])
    return found


WANTED = {name: writings(text) for name, text in SECRETS.items()}


def pieces(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
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


def hits(places: dict[str, bytes]) -> set[tuple[str, str]]:
    """Return which secret lies in which piece."""
    return {(secret, piece) for name, content in places.items() for piece, lying in pieces(name, content)
            for secret, wanted in WANTED.items() if any(one in lying for one in wanted)}  # fmt: skip


def files(*folders: Path) -> dict[str, bytes]:
    """Return every file below some folders with its name."""
    return {f"{path}": path.read_bytes() + path.name.encode() for folder in folders for path in folder.rglob("*")
            if path.is_file()}  # fmt: skip


def filed_at_a_kiosk() -> dict[str, Callable[[str], Any]]:
    """Return everything a person can file with a name, a number or a phone, by kind, made for a receipt number."""
    story = f"我叫{NAME}，身份证{CANARY}，电话{PHONE}，工钱没有给"
    return {
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


def filings(keys: KeyRing) -> Iterator[Envelope]:
    """Yield what a kiosk files, sealed to a hub, for where none is at hand."""
    for seq, (kind, body) in enumerate(filed_at_a_kiosk().items(), 1):
        version = 2 if kind == "registration" else 1
        header = FilingHeader(id=f"canary-{seq}", kind=kind, version=version, site_id="341721-01", terminal="t-9",
                              seq=seq, occurred_at=NOW, clock_ok=True)  # fmt: skip
        yield close_envelope(header, to_json(body(f"19-00000{seq}")), keys.seal_public)


def entered_in_the_ledgers(market: Market, keys: KeyRing) -> None:
    """Have staff enter the person into every ledger that has a column for them."""
    cipher, person, day = ColumnCipher(key=keys.data), blind_index(keys.index, "id1", CANARY), NOW.date()
    story = f"{NAME} {CANARY} {PHONE} 的事"

    def kept(table: str, **words: str) -> dict[str, Any]:
        sealed = {column: Sealed(ciphertext=cipher.encrypt(text, table, column, table), mask=mask_name(NAME) * (
            column == "name")) for column, text in {"name": NAME, **words}.items()}  # fmt: skip
        return {"id": table, "root": table, "person_index": person, "entered_at": NOW, "entered_by": "s",
                "written_at": NOW, "written_by": "s", **sealed}  # fmt: skip

    def work(tables: Any) -> None:
        tables.referrals.add(replace(_referral(1, person, day), **kept("referral")))
        tables.placements.add(Placement(**kept("placement"), employer_id="firm-c", job_id="", referral_id="",
                                        channel=Channel.PHONE, started_on=day, evidence=""))  # fmt: skip
        tables.guidance.add(Guidance(**kept("guidance", words=story), registration_id="", day=day,
                                     topic=GuidanceTopic.FIRST, channel=Channel.PHONE,
                                     result=next(iter(GuidanceResult))))  # fmt: skip
        tables.aid_files.add(AidFile(
            **kept("aid_file", plan=story), group=next(iter(AidGroup)), paper=AidPaper.UNEMPLOYMENT, evidence="",
            channel=Channel.WINDOW, consent_version="1", consented_at=NOW, owner="s", next_on=day))  # fmt: skip
        tables.aid_events.add(AidEvent(
            **kept("aid_event", words=story), file="aid_file", day=day, group=next(iter(AidGroup)),
            deed=next(iter(AidDeed)), channel=Channel.PHONE, evidence=""))  # fmt: skip
        tables.courses.save(COURSE, None)
        tables.course_sessions.add(session("s-c", attended=(person.hex(),)))
        tables.visits.save(replace(VISIT, id="visit-c", day=day, employer_id="firm-c", contact_name=NAME,
                                   contact_phone=PHONE), None)  # fmt: skip
        tables.consultations.add(asked("q-d", person_index=person, question=story))
        tables.seeker_answers.add(of_seeker("a-c", once=once_of(keys.index, day, CANARY)))
        tables.dispute_events.add(event("d-c", case_id="canary-3", words=story))

    market.write(work)


def written_at_the_desk(market: Market, keys: KeyRing) -> None:
    """Have staff write all of it where they may."""
    cipher = ColumnCipher(key=keys.data)
    sha256 = market.attachment_files.put("paper-1", f"劳动合同 {NAME} {CANARY}".encode())

    def work(tables: Any) -> None:
        tables.employers.save(employer(id="firm-c", contact_name=NAME, contact_phone=PHONE), None)
        tables.consultations.add(asked("q-c", question=f"{NAME} {PHONE} 问社保"))
        tables.drafts.keep("staff-1", "complaint", "new", {"answer": f"{NAME} {CANARY} {PHONE}"}, NOW)
        tables.attachments.add(Attachment(
            id="paper-1", subject="placement", subject_id="p-1", role=AttachmentRole.EVIDENCE, mime="text/plain",
            size=9, sha256=sha256, added_at=NOW, added_by="staff-1"))  # fmt: skip
        tables.audit.note(None, NOW, Action.LOOKED, subject="seeker", subject_id="x", words="登记里的姓名和电话")

    market.write(work)
    assert protect(cipher, None, "name", NAME, "t", "c", "r").mask == "诸葛**"  # what lists may show
