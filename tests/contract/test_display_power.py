"""One suite for the display's twin and the real drivers, which run against tools that print what the real ones print.

cec-ctl is of v4l-utils (codes of HDMI 1.4 CEC 17), cec-client of libcec; wlopm prints one line for each output.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from signage.display.power import Display, Power
from signage.display.simulated_display import DisplayFault, SimulatedDisplay
from signage.display.tools import CecClient, CecCtl, Several, Wlopm
from signage.errors import DisplaySilent

CEC_CTL = r"""#!/bin/sh
[ -e "$HOME/silent" ] && exec sleep 60
[ "$1 $2 $3 $4 $5" = "-d /dev/cec0 --playback --to 0" ] || { echo "wrong words: $*" >&2; exit 1; }
printf 'Driver Info:\n\tDriver Name                : vivid\n\tPhysical Address           : 1.0.0.0\n'
code=$(cat "$HOME/state")
case "$6" in
--give-device-power-status)
  printf '\nTransmit from Playback Device 1 to TV (4 to 0):\nCEC_MSG_GIVE_DEVICE_POWER_STATUS (0x8f)\n'
  if [ -e "$HOME/mute" ]; then
    printf '\tSequence: 13 Tx Timestamp: 12350.101s\n\tTx, Not Acknowledged (4), Max Retries\n'; exit 0
  fi
  case $code in 0) word=on ;; 1) word=standby ;; 2) word=to-on ;; 3) word=to-standby ;; esac
  printf '\tReceived from TV (0):\nCEC_MSG_REPORT_POWER_STATUS (0x90):\n\tpwr-state: %s (0x0%s)\n' $word $code ;;
--image-view-on) [ -e "$HOME/stuck" ] || echo 0 > "$HOME/state" ;;
--standby) [ -e "$HOME/stuck" ] || echo 1 > "$HOME/state" ;;
*) exit 1 ;;
esac
"""
CEC_CLIENT = r"""#!/bin/sh
[ -e "$HOME/silent" ] && exec sleep 60
[ "$*" = "-s -d 1" ] || exit 1
read -r command address
[ "$address" = 0 ] || exit 1
echo 'opening a connection to the CEC adapter...'
code=$(cat "$HOME/state")
case "$command" in
pow)
  [ -e "$HOME/mute" ] && { echo 'power status: unknown'; exit 0; }
  case $code in 0) word=on ;; 1) word=standby ;; 2) word='in transition from standby to on' ;;
  3) word='in transition from on to standby' ;; esac
  echo "power status: $word" ;;
on) [ -e "$HOME/stuck" ] || echo 0 > "$HOME/state" ;;
standby) [ -e "$HOME/stuck" ] || echo 1 > "$HOME/state" ;;
esac
"""
WLOPM = r"""#!/bin/sh
[ -e "$HOME/silent" ] && exec sleep 60
if [ $# = 0 ]; then
  [ -e "$HOME/mute" ] && exit 0
  case $(cat "$HOME/state") in 0) echo 'HDMI-A-1 on' ;; *) echo 'HDMI-A-1 off' ;; esac
  exit 0
fi
[ "$2" = "*" ] || exit 1
[ -e "$HOME/stuck" ] && exit 0
case "$1" in --on) echo 0 ;; --off) echo 1 ;; esac > "$HOME/state"
"""
TOOLS = {"cec-ctl": CEC_CTL, "cec-client": CEC_CLIENT, "wlopm": WLOPM}
DEADLINE_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """A display, how to make it fail, and how it really is."""

    display: Display
    fail: Callable[[DisplayFault], None]
    is_lit: Callable[[], bool]


def twin_rig() -> Rig:
    """Return the twin, dark."""
    twin = SimulatedDisplay()

    def fail(fault: DisplayFault) -> None:
        twin.fault = fault

    return Rig(display=twin, fail=fail, is_lit=lambda: twin.on)


def tool_rig(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch, deadline_s: float = DEADLINE_S) -> Rig:
    """Return a real driver whose tool is a script with a dark television behind it."""
    script = folder / name
    script.write_text(TOOLS[name], "utf8")
    script.chmod(0o755)
    (folder / "state").write_text("1")
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(folder))
    drivers: dict[str, Display] = {"cec-ctl": CecCtl(deadline_s=deadline_s), "cec-client": CecClient(deadline_s),
                                   "wlopm": Wlopm(deadline_s)}  # fmt: skip
    return Rig(display=drivers[name], fail=lambda fault: (folder / fault.value).touch(),
               is_lit=lambda: (folder / "state").read_text().strip() in "02")  # fmt: skip


@pytest.fixture(params=["twin", *TOOLS])
def rig(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """Return the twin or a real driver."""
    if request.param == "twin":
        return twin_rig()
    return tool_rig(request.param, tmp_path, monkeypatch)


def test_it_obeys_and_says_so(rig: Rig) -> None:
    assert rig.display.power() is Power.OFF
    rig.display.switch(True)
    assert rig.is_lit() and rig.display.power() is Power.ON
    rig.display.switch(False)
    assert not rig.is_lit() and rig.display.power() is Power.OFF


def test_one_that_takes_the_command_and_stays_dark_still_says_off(rig: Rig) -> None:
    rig.fail(DisplayFault.STUCK)
    rig.display.switch(True)
    assert rig.display.power() is Power.OFF and not rig.is_lit()


def test_one_that_tells_nothing_is_unknown_and_never_read_as_on(rig: Rig) -> None:
    rig.fail(DisplayFault.MUTE)
    rig.display.switch(True)
    assert rig.is_lit() and rig.display.power() is Power.UNKNOWN


@pytest.mark.parametrize("name", ["twin", *TOOLS])
def test_one_that_does_not_answer_is_given_up_within_the_deadline(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = twin_rig() if name == "twin" else tool_rig(name, tmp_path, monkeypatch, deadline_s=0.3)
    rig.fail(DisplayFault.SILENT)
    with pytest.raises(DisplaySilent, match="没有按时回答"):
        rig.display.power()
    with pytest.raises(DisplaySilent):
        rig.display.switch(True)


@pytest.mark.parametrize("name", ["cec-ctl", "cec-client"])
@pytest.mark.parametrize(("code", "power"), [("2", Power.ON), ("3", Power.OFF)])
def test_a_television_on_its_way_counts_as_where_it_is_going(
    name: str, code: str, power: Power, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = tool_rig(name, tmp_path, monkeypatch)
    (tmp_path / "state").write_text(code)
    assert rig.display.power() is power


def test_a_tool_that_is_missing_is_named_with_who_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DisplaySilent, match="没有找到 cec-ctl，请系统管理员安装"):
        CecCtl().power()


def test_a_tool_that_fails_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wlopm").write_text("#!/bin/sh\necho 'HDMI-A-1 on'\nexit 1\n")
    (tmp_path / "wlopm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(DisplaySilent):
        Wlopm().power()


def test_of_two_ways_to_one_glass_off_wins_and_one_silent_way_does_not_hide_the_other() -> None:
    television, output = SimulatedDisplay(on=True), SimulatedDisplay(on=True)
    both = Several([television, output])
    assert both.power() is Power.ON
    television.fault = DisplayFault.STUCK
    both.switch(False)
    assert both.power() is Power.OFF and television.on and not output.on
    television.fault, output.fault = DisplayFault.SILENT, DisplayFault.NONE
    both.switch(True)
    assert both.power() is Power.ON
    output.fault = DisplayFault.MUTE
    assert both.power() is Power.UNKNOWN
    output.fault = DisplayFault.SILENT
    with pytest.raises(DisplaySilent):
        both.power()
