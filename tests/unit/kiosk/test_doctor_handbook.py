"""The handbook for installing devices says what the program does: settings, profiles, codes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import kiosk.errors as reader_errors
import printer.errors as printer_errors
from content.model.codec import from_plain
from kiosk.reader.statuses import STATUSES, Verdict
from kiosk.settings import KioskSettings
from printer.profiles import PROFILES
from printer.transports.address import transport_at

_TEXT = (Path(__file__).parents[3] / "docs" / "devices.zh-CN.md").read_text("utf8")
_CODES = set(re.findall(r"`(READER-[A-Z0-9]+|P\d\d)`", _TEXT))
_SLIP_ONLY = {"P00", "P10", "P11", "P20", "P32", "P33", "P34"}  # of one slip, or the root of those that are told


def test_its_settings_are_settings() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", _TEXT, re.DOTALL)
    written = tomllib.loads(block)["kiosk"]
    assert written.keys() <= set(KioskSettings.__dataclass_fields__)
    settings = from_plain(KioskSettings, written)
    transport_at(settings.printer)
    assert settings.printer_profile in PROFILES


def test_every_profile_is_explained() -> None:
    table = _TEXT.partition("## 四")[2].partition("## 五")[0]
    assert set(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)) - {"printer_profile"} == set(PROFILES)


def test_every_code_staff_can_meet_is_in_the_table_and_no_other() -> None:
    quiet = {Verdict.OK, Verdict.EMPTY, Verdict.NO_CARD}
    statuses = {one.code for one in STATUSES.values() if one.verdict not in quiet}
    faults = {one().code for one in (reader_errors.PortLost, reader_errors.PortTaken, reader_errors.NoAnswer,
                                     reader_errors.GarbledAnswer, reader_errors.CardUnreadable)}  # fmt: skip
    printers = {one.code for one in vars(printer_errors).values()
                if isinstance(one, type) and issubclass(one, printer_errors.PrinterError)} - _SLIP_ONLY  # fmt: skip
    assert statuses | faults | printers == _CODES
