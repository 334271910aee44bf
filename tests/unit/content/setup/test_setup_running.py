"""What setup does with the answers, in which order, and what a person at the console reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from content.backup.sheet import sheet_text
from content.clock import Clock, SetClock
from content.errors import SettingsError
from content.root_key import root_of_profile
from content.setup.answers import Here
from content.setup.box import ThisBox
from content.setup.plan import Setting
from content.setup.running import answers_from, set_up

CLOCK = SetClock(datetime(2026, 11, 26, 1, tzinfo=UTC))
NEW = Here(today=date(2026, 11, 26), addresses=("192.168.1.10",))
TYPED = ["2", "", "1", "青石县零工市场", "341799-01", "2", "甲", "张三", "first", "2026-01-31", "否", "2", "", "1",
         "自助机 B1", "", "", "1"]  # fmt: skip


@dataclass(slots=True, kw_only=True)
class TwinBox:
    """A machine that notes what is done to it; `systemd` says whether it starts services."""

    here: Here = NEW
    systemd: bool = True
    done: list[str] = field(default_factory=list)

    def look(self, clock: Clock) -> Here:
        return self.here

    def write(self, settings: Iterable[Setting]) -> None:
        self.done += [f"{one.section}.{one.key}={one.value}" for one in settings]

    def command(self, *words: str) -> str:
        self.done.append(" ".join(words))
        return {"first-administrator": "https://192.168.1.10:8080/enter?link=once", "backup": "ABCD-EFGH",
                "pairing-code": "12345678-ab12cd34ef56ab78"}[words[0]]  # fmt: skip

    def restore(self, copy: str, sheet: str) -> str:
        self.done.append(f"restore {copy}")
        return "好　条数"

    def glass(self, *, public: bool, policy: bool) -> None:
        self.done.append(f"glass public={public} policy={policy}")

    def systemctl(self, *words: str) -> bool:
        self.done.append(f"systemctl {words[0]}")
        return self.systemd or words[0] in ("enable", "disable")


def _run(box: TwinBox, typed: list[str]) -> list[str]:
    said, waiting = list[str](), iter(typed)
    assert set_up(box, CLOCK, lambda words: next(waiting), said.append) == 0
    assert next(waiting, None) is None, "somebody typed more than was asked"
    return said


def test_a_person_answers_and_a_hub_with_a_kiosk_stands() -> None:
    box = TwinBox()
    said = _run(box, TYPED)
    deeds = [deed for deed in box.done if "=" not in deed or deed.startswith("glass")]
    assert deeds == [
        "glass public=True policy=True",
        "first-administrator first --name 甲 --market 青石县零工市场 --pledged-on 2026-01-31",
        "pairing-code kiosk", "systemctl disable", "systemctl enable", "systemctl stop", "systemctl restart",
        "backup sheet",
    ]  # fmt: skip
    assert {"hub.host=192.168.1.10", "hub.crypto=gm", "kiosk.panel_mm=268"} <= set(box.done)
    assert "kiosk.pairing_code=12345678-ab12cd34ef56ab78" in box.done
    assert any("/enter?link=once" in line for line in said) and any("ABCD-EFGH" in line for line in said)


def test_an_answer_that_will_not_do_is_asked_for_again() -> None:
    """张三 is no login and 否 no number: both are typed above, refused with a sentence, and asked for again."""
    said = _run(TwinBox(), TYPED)
    assert any("登录名请用" in line for line in said) and any("请输入 1 到 2" in line for line in said)


def test_without_systemd_the_commands_are_printed_and_nothing_is_said_to_run() -> None:
    said = "\n".join(_run(TwinBox(systemd=False), TYPED))
    assert "systemctl restart linggong-hub.service linggong-kiosk.service linggong-kiosk-browser.service" in said
    assert "已经启动" not in said


def test_nothing_is_done_before_the_last_answer_of_a_file_was_read(tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    file.write_text('role = "hub"\naddress = "192.168.1.10"\n', "utf8")
    box = TwinBox()
    with pytest.raises(SettingsError, match="market"):
        set_up(box, CLOCK, input, lambda line: None, answers_from(file))
    assert box.done == []


def test_the_second_time_nobody_is_founded_and_no_key_is_shown() -> None:
    box = TwinBox(here=replace(NEW, founded=True, paired=True))
    said = "\n".join(_run(box, ["1", "", "2", ""]))
    assert not [deed for deed in box.done if deed.startswith(("first", "backup", "pairing"))]
    assert "托管单" not in said and "网址" not in said


def test_the_real_box_writes_settings_and_both_marks_and_takes_them_away(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "chromium").mkdir(parents=True)
    (home / "chromium/linggong-kiosk.json").write_text("{}", "utf8")
    file = tmp_path / "linggong.toml"
    file.write_text('# 手写的\n[hub]\ndata = "/var/lib/linggong/hub"\n', "utf8")
    box = ThisBox(file=file, home=home, policies=tmp_path / "managed")
    host = Setting(section="hub", key="host", value="10.0.0.2")
    box.write([Setting(section="kiosk", key="panel_mm", value=230), host])
    text = file.read_text("utf8")
    assert "panel_mm = 230\n" in text and 'host = "10.0.0.2"\n' in text and text.startswith("# 手写的\n")
    marks = (tmp_path / "public-glass", tmp_path / "managed/linggong-kiosk.json")
    box.glass(public=True, policy=True)
    assert all(mark.is_file() for mark in marks)
    box.glass(public=False, policy=False)
    assert not any(mark.exists() for mark in marks)


def test_the_real_box_knows_by_its_key_how_it_encrypts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.setup.box._devices", lambda: ((), {}))
    file = tmp_path / "linggong.toml"
    file.write_text(f'[hub]\ndata = "{tmp_path}"\ncrypto = "gm"\n', "utf8")
    box = ThisBox(file=file)
    assert box.look(CLOCK).crypto == ""  # nothing is encrypted yet, whatever the settings say
    root_of_profile(tmp_path / "keys" / "root.key", "gm")
    assert box.look(CLOCK).crypto == "gm"
    with pytest.raises(SettingsError, match="不能再改"):
        set_up(box, CLOCK, input, lambda line: None, {"role": "hub", "crypto": "standard"})
    # written by hand it is refused by the hub itself
    with pytest.raises(SettingsError, match="不能改"):
        root_of_profile(tmp_path / "keys" / "root.key", "standard")


def test_a_market_that_goes_on_is_restored_before_anything_starts_and_gets_no_new_administrator() -> None:
    box = TwinBox()
    said = _run(box, ["1", "192.168.1.20", "2", "/mnt/linggong-backup/hub", sheet_text(bytes(range(32))), "341799-01",
                      "2", ""])  # fmt: skip
    assert box.done.index("restore /mnt/linggong-backup/hub") < box.done.index("systemctl restart")
    assert not any("first-administrator" in one for one in box.done)
    assert any("不用配对码" in line for line in said)
    assert sheet_text(bytes(range(32))) not in "\n".join((*said, *box.done))
