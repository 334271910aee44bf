"""What must never be on paper: an ID number, a seeker's phone, a whole name; asked of the bytes themselves."""

import re
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from datetime import UTC, date, datetime
from typing import Any

import pytest

from content.model.codes import IdEntry
from content.model.published import MarketCard
from kiosk import slips
from kiosk.registering import Draft
from kiosk.visit import Person
from printer import templates
from printer.encode import Mode, encode
from printer.errors import PersonalNumberOnPaper, ReceiptError
from printer.fonts import FontChain
from printer.pictures import printed_sheets
from printer.profiles import PROFILES
from printer.receipt import Receipt
from printer.samples import IMPRINT, sample_receipts

NAME, ID_NUMBER, PHONE = "欧阳测试", "341721199003070014", "13955660042"
FONTS = FontChain()
Template = Callable[[Any, templates.Imprint], Receipt]
WITH_A_NAME: dict[type, Template] = {
    templates.RegistrationSlip: templates.registration_receipt,
    templates.SeekerCardSlip: templates.seeker_card_receipt,
    templates.ReferralSlip: templates.referral_receipt,
    templates.CourseSlip: templates.course_receipt,
    templates.ApplicationSlip: templates.application_receipt,
}
ALL_SLIPS: dict[type, Template] = {
    **WITH_A_NAME,
    templates.JobSlip: templates.job_receipt,
    templates.TicketSlip: templates.ticket_receipt,
    templates.ChecklistSlip: templates.checklist_receipt,
    templates.CaseSlip: templates.case_receipt,
    templates.AssessmentSlip: templates.assessment_receipt,
    templates.ReportStrip: templates.report_receipt,
}


def filled(slip: type, **given: Any) -> Any:
    """Return the slip with something harmless in every field that is not given."""
    return slip(**{each.name: given.get(each.name, _harmless(each)) for each in fields(slip)})


def _harmless(field: "Field[Any]") -> Any:
    if field.name == "masked_name":
        return "张*"
    if field.default is not MISSING:
        return field.default
    plain: dict[Any, Any] = {str: "字", int: 1, bool: True, tuple[str, ...]: ("字",)}
    return plain.get(field.type, (("字", "字"),))


def wire(receipt: Receipt, mode: Mode = Mode.HYBRID) -> bytes:
    return b"".join(encode(receipt, PROFILES["58mm"], FONTS, mode).chunks)


def test_every_template_is_asked() -> None:
    offered = {getattr(templates, name) for name in templates.__all__ if re.search(r"(Slip|Strip)$", name)}
    assert offered == set(ALL_SLIPS)


@pytest.mark.parametrize("slip", WITH_A_NAME, ids=lambda slip: slip.__name__)
def test_a_whole_name_is_refused_by_every_slip_that_has_one(slip: type) -> None:
    for name in (NAME, "王建国", "王建国*", ""):
        with pytest.raises(ReceiptError, match="没有遮盖"):
            WITH_A_NAME[slip](filled(slip, masked_name=name), IMPRINT)
    for name in ("张*", "张*三", "欧阳**", "阿***", "丽"):
        WITH_A_NAME[slip](filled(slip, masked_name=name), IMPRINT)
    assert "张*".encode("gbk") in wire(WITH_A_NAME[slip](filled(slip), IMPRINT))


@pytest.mark.parametrize(
    ("slip", "field"),
    [(slip, each.name) for slip in ALL_SLIPS for each in fields(slip) if each.type in (str, str | None)],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_an_id_number_is_refused_in_every_field_of_every_slip(slip: type, field: str) -> None:
    """The control is the same field with another text, which goes to paper or is left out."""
    for number in (ID_NUMBER, f"证件{ID_NUMBER}。", f"id{ID_NUMBER[:17]}x"):
        with pytest.raises(ReceiptError if field == "masked_name" else PersonalNumberOnPaper):
            ALL_SLIPS[slip](filled(slip, **{field: number}), IMPRINT)
    ALL_SLIPS[slip](filled(slip, **{field: "*12"}), IMPRINT)


def test_no_template_has_a_field_for_a_seekers_phone_or_number() -> None:
    """Slips with a masked name know the phone of a course or of an employer, and nothing that names a person."""
    assert {slip.__name__: {each.name for each in fields(slip)} & {"phone", "contact"} for slip in WITH_A_NAME} == {
        "RegistrationSlip": set(),
        "SeekerCardSlip": set(),
        "ReferralSlip": {"contact"},
        "CourseSlip": {"phone"},
        "ApplicationSlip": {"contact"},
    }


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("receipt", sample_receipts(), ids=lambda receipt: receipt.kind)
def test_no_sample_holds_a_mobile_number_or_an_id_number(receipt: Receipt, mode: Mode) -> None:
    texts = [sheet.text for sheet in printed_sheets(receipt, PROFILES["58mm"], FONTS, mode)]
    for said in (*texts, wire(receipt, mode).decode("gbk", "replace")):
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", said)
        assert not re.search(r"\d{17}[\dXx]", said)


def test_the_kiosks_registration_slip_masks_a_compound_surname_and_holds_no_number() -> None:
    person = Person(
        name=NAME, id_number=ID_NUMBER, id_entry=IdEntry.HAND, sex="1", nation_code="01", birth=date(1990, 3, 7)
    )
    now = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    receipt = slips.registration_receipt(
        person, Draft(key="k", code="0417", consented_at=now), "12-000417", MarketCard(), now, "自助机 A1"
    )
    said = "".join(sheet.text for sheet in printed_sheets(receipt, PROFILES["80mm"], FONTS))
    assert "欧阳**" in said
    sent = wire(receipt)
    for secret in (NAME, "测试", ID_NUMBER, ID_NUMBER[6:14], PHONE):
        assert secret not in said
        assert secret.encode("gbk") not in sent
