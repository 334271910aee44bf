"""What a new box is asked, what its answers come to, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from content.backup.sheet import sheet_text
from content.errors import SettingsError
from content.model.codes import TerminalKind
from content.privacy import GM_MARK
from content.setup.answers import Here, Role, read_answer
from content.setup.plan import UNITS, Setting, plan
from content.setup.questions import next_question, questions
from content.setup.running import _taken

NEW = Here(today=date(2026, 11, 26), addresses=("192.168.1.10",),
           found={"kiosk.printer": "usb:/dev/usb/lp0", "kiosk.printer_profile": "58mm-mute"})  # fmt: skip
HUB = {"role": "hub", "address": "192.168.1.10", "begin": "new", "market": "青石县零工市场",
       "site_id": "341799-01", "crypto": "standard", "admin_name": "甲", "admin_login": "first",
       "pledged_on": "2026-11-26", "public": "yes", "backup_disk": "/mnt/linggong-backup/hub",
       "escrow": "yes"}  # fmt: skip
KIOSK = {"role": "kiosk", "hub_url": "https://192.168.1.10:8080", "code": "12345678-ab12cd34ef56ab78",
         "kiosk_name": "自助机 A2", "reader": "", "printer": "usb:/dev/usb/lp0", "paper": "80mm",
         "panel": "230"}  # fmt: skip


def _asked(here: Here, given: dict[str, str]) -> list[str]:
    """Return the keys in the order in which a person with these answers is asked for them."""
    answers: dict[str, str] = {}
    while (question := next_question(answers, here)) is not None:
        answers[question.key] = given.get(question.key, question.default)
    return list(answers)


def _settings(answers: dict[str, str], here: Here = NEW) -> dict[str, str | int]:
    return {f"{one.section}.{one.key}": one.value for one in plan(answers, here).settings}


def test_a_new_hub_is_asked_for_its_market_and_its_first_administrator() -> None:
    assert _asked(NEW, HUB) == list(HUB)


def test_a_hub_with_accounts_is_asked_for_neither_again() -> None:
    assert _asked(replace(NEW, founded=True), HUB) == ["role", "address", "public", "backup_disk"]


def test_a_terminal_is_asked_for_its_hub_and_code_and_once_paired_not_for_the_code() -> None:
    assert _asked(NEW, KIOSK) == list(KIOSK)
    assert "code" not in _asked(replace(NEW, paired=True), KIOSK)


def test_what_the_doctor_found_is_proposed_and_what_stands_in_the_settings_goes_before_it() -> None:
    def printer(here: Here) -> str:
        return next(one.default for one in questions({"role": "kiosk"}, here) if one.key == "printer")

    assert printer(NEW) == "usb:/dev/usb/lp0"
    kept = replace(NEW, settings={"kiosk": {"printer": "tcp://192.168.1.50:9100"}})
    assert printer(kept) == "tcp://192.168.1.50:9100"
    paper = next(one for one in questions(KIOSK, NEW) if one.key == "paper")
    assert paper.default == "58mm-mute"


@pytest.mark.parametrize(("key", "typed"), [
    ("role", "7"), ("role", "center"), ("address", "8.8.8.8"), ("address", "0.0.0.0"), ("address", "主机"),
    ("site_id", "3417-1"), ("admin_login", "张三"), ("admin_login", "ab"), ("pledged_on", "2026-11-27"),
    ("pledged_on", "昨天"), ("market", ""), ("backup_disk", "backup"), ("backup_disk", "/var/lib/linggong/copy"),
])  # fmt: skip
def test_an_answer_that_will_not_do_gets_a_sentence(key: str, typed: str) -> None:
    question = next(one for one in questions(HUB, NEW) if one.key == key)
    answer, sentence = read_answer(replace(question, default=""), typed, NEW)
    assert answer == "" and sentence.endswith("。")


@pytest.mark.parametrize(("key", "typed"), [
    ("hub_url", "http://192.168.1.10:8080"), ("hub_url", "192.168.1.10"), ("code", "1234567"), ("code", "12345678-xyz"),
    ("printer", "lp0"),
])  # fmt: skip
def test_a_terminal_does_not_take_an_open_line_or_half_a_code(key: str, typed: str) -> None:
    question = next(one for one in questions(KIOSK, NEW) if one.key == key)
    assert read_answer(question, typed, NEW)[1].endswith("。")


def test_every_answer_of_the_examples_is_taken() -> None:
    """A control: the checks refuse what is wrong, not everything."""
    for given in (HUB, KIOSK):
        for question in questions(given, NEW):
            assert read_answer(question, given[question.key], NEW) == (given[question.key], "")


def test_a_number_chooses_and_enter_alone_takes_the_default() -> None:
    role, address = (next(one for one in questions(HUB, NEW) if one.key == key) for key in ("role", "address"))
    assert read_answer(role, " 4 ", NEW) == (str(Role.KIOSK), "")
    assert read_answer(address, "", NEW) == ("192.168.1.10", "")


def test_a_hub_listens_on_the_hall_and_runs_hub_pages_and_timers() -> None:
    done = plan(HUB, NEW)
    assert _settings(HUB) == {"hub.host": "192.168.1.10", "hub.site_id": "341799-01", "hub.crypto": "standard",
                              "public.host": "192.168.1.10", "backup.disk": "/mnt/linggong-backup/hub"}  # fmt: skip
    assert set(done.running) == {"linggong-hub.service", "linggong-public.service", "linggong-backup.timer",
                                 "linggong-backup-weekly.timer", "linggong-backup-drill.timer",
                                 "update-linggong.path"}  # fmt: skip
    assert (done.public_glass, done.kiosk_policy, done.own_terminal, done.escrow) == (False, False, None, True)


def test_a_hub_that_is_a_kiosk_too_pairs_itself_over_its_own_address() -> None:
    answers = HUB | KIOSK | {"role": "hub-kiosk"}
    del answers["hub_url"], answers["code"]
    done = plan(answers, NEW)
    assert Setting(section="kiosk", key="hub_url", value="https://192.168.1.10:8080") in done.settings
    assert done.own_terminal is TerminalKind.KIOSK and done.public_glass and done.kiosk_policy


def test_the_kiosks_rules_never_lie_where_a_screens_supervisor_needs_its_line() -> None:
    screen = {"role": "screen", "hub_url": "https://192.168.1.10:8080", "code": "12345678-ab12cd34ef56ab78",
              "screen_name": "大厅屏 1", "hours": ""}  # fmt: skip
    done = plan(screen, NEW)
    assert (done.public_glass, done.kiosk_policy) == (True, False)
    assert done.running == ("linggong-screen.service", "linggong-screen-browser.service", "update-linggong.path")


def test_a_service_window_keeps_its_keyboard_and_has_no_browser_of_its_own() -> None:
    done = plan(KIOSK | {"role": "window"}, NEW)
    assert (done.public_glass, done.running) == (False, ("linggong-kiosk.service", "update-linggong.path"))
    assert _settings(KIOSK | {"role": "window"})["kiosk.role"] == "window"


@pytest.mark.parametrize("role", list(Role))
def test_no_box_has_two_browsers_on_one_glass_and_each_unit_runs_or_does_not(role: Role) -> None:
    answers = HUB | KIOSK | {"role": str(role), "screen_name": "大厅屏 1", "hours": ""}
    done = plan(answers, NEW)
    assert sum("browser" in unit for unit in done.running) <= 1
    assert sorted((*done.running, *done.still)) == sorted(UNITS)


def test_a_file_of_answers_is_read_as_strictly_as_a_person() -> None:
    assert _taken(HUB, NEW) == HUB
    with pytest.raises(SettingsError, match="pledged_on"):
        _taken(HUB | {"pledged_on": "2027-01-01"}, NEW)
    with pytest.raises(SettingsError, match="marcket"):
        _taken(HUB | {"marcket": "甲"}, NEW)
    # what was asked the first time may stay in the file
    assert _taken(HUB, replace(NEW, founded=True)) == {key: HUB[key] for key in
                                                       ("role", "address", "public", "backup_disk")}  # fmt: skip


TAKEN_OVER = {"role": "hub", "address": "192.168.1.20", "begin": "take-over", "copy": "/mnt/linggong-backup/hub",
              "sheet": sheet_text(bytes(range(32))), "site_id": "341799-01", "public": "no",
              "backup_disk": "/mnt/linggong-backup/hub"}  # fmt: skip


def test_a_hub_that_goes_on_is_asked_for_copy_and_sheet_and_for_no_new_administrator() -> None:
    assert [one.key for one in questions(TAKEN_OVER, NEW)] == list(TAKEN_OVER)
    done = plan(TAKEN_OVER, NEW)
    assert (done.founding, done.escrow) == (None, False)
    assert done.take_over is not None
    assert (done.take_over.copy, "ABCD" in repr(done.take_over)) == ("/mnt/linggong-backup/hub", False)
    assert TAKEN_OVER["sheet"] not in repr(done)


def test_the_algorithms_are_asked_for_once_in_plain_words_and_written_where_the_hub_reads_them() -> None:
    question = next(one for one in questions(HUB, NEW) if one.key == "crypto")
    assert (question.default, [value for value, _ in question.choices]) == ("standard", ["standard", "gm"])
    assert "不能改" in question.words and "密评" in question.choices[1][1]
    assert read_answer(question, "2", NEW) == ("gm", "")
    assert _settings(HUB | {"crypto": "gm"})["hub.crypto"] == "gm"


@pytest.mark.parametrize(("there", "typed"), [("standard", "2"), ("gm", "1")])
def test_algorithms_do_not_change_where_something_is_encrypted(there: str, typed: str) -> None:
    begun, founded = replace(NEW, crypto=there), replace(NEW, crypto=there, founded=True)
    question = next(one for one in questions(HUB, begun) if one.key == "crypto")
    answer, sentence = read_answer(question, typed, begun)
    assert answer == "" and "不能再改" in sentence and "开发单位" in sentence
    assert read_answer(question, "", begun) == (there, "")
    other = {"standard": "gm", "gm": "standard"}[there]
    for here in (begun, founded):
        with pytest.raises(SettingsError, match="不能再改"):
            _taken(HUB | {"crypto": other}, here)
    assert "crypto" not in _taken(HUB | {"crypto": there}, founded)  # a control: the same answer may stay in the file


def test_a_market_that_goes_on_has_the_algorithms_its_key_says() -> None:
    assert _settings(TAKEN_OVER)["hub.crypto"] == "standard"
    assert _settings(TAKEN_OVER | {"sheet": sheet_text(GM_MARK + bytes(range(32)))})["hub.crypto"] == "gm"


def test_a_sheet_with_a_letter_wrong_is_asked_for_again() -> None:
    question = next(one for one in questions(TAKEN_OVER, NEW) if one.key == "sheet")
    wrong = "B" + TAKEN_OVER["sheet"][1:]
    assert wrong != TAKEN_OVER["sheet"]
    assert read_answer(question, TAKEN_OVER["sheet"], NEW)[1] == ""
    assert "再输一遍" in read_answer(question, wrong, NEW)[1]
