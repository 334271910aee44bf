"""The ladder of cures: scene, player, browser, a person; bounded, and patient with what is unknown."""

from __future__ import annotations

import random
from datetime import timedelta

from signage.browser.ladder import MOST_RESTARTS, Deed, Ladder, climb, for_boot, sentence
from signage.browser.pixels import Verdict
from tests.unit.signage.samples import NOON

LATER = timedelta(minutes=2)


def climb_all(verdict: Verdict, times: int, scene: str = "s") -> tuple[Ladder, list[Deed | None]]:
    """Climb with the same verdict every two minutes."""
    ladder, deeds = Ladder(boot="b"), []
    for step in range(times):
        ladder, deed = climb(ladder, verdict, scene, NOON + step * LATER)
        deeds.append(deed)
    return ladder, deeds


def test_a_blank_glass_is_cured_from_the_smallest_step_up_and_at_last_a_person_is_called_once() -> None:
    ladder, deeds = climb_all(Verdict.BLANK, 8)
    assert deeds == [Deed.SKIP_SCENE, Deed.RECYCLE_PLAYER, Deed.RESTART_BROWSER, Deed.RESTART_BROWSER,
                     Deed.RESTART_BROWSER, Deed.CALL_SOMEONE, None, None]  # fmt: skip
    assert "画面空白" in sentence(ladder) and "断电重启" in sentence(ladder)


def test_a_picture_that_stands_begins_with_the_player_and_silence_with_the_browser() -> None:
    assert climb_all(Verdict.STILL, 2)[1] == [Deed.RECYCLE_PLAYER, Deed.RESTART_BROWSER]
    assert climb_all(Verdict.SILENT, 1)[1] == [Deed.RESTART_BROWSER]


def test_without_a_known_scene_there_is_none_to_skip() -> None:
    assert climb_all(Verdict.BLANK, 1, scene="")[1] == [Deed.RECYCLE_PLAYER]


def test_every_step_has_time_to_work_before_the_next() -> None:
    ladder, deed = climb(Ladder(boot="b"), Verdict.BLANK, "s", NOON)
    assert deed is Deed.SKIP_SCENE
    ladder, deed = climb(ladder, Verdict.BLANK, "s", NOON + timedelta(seconds=5))
    assert deed is None
    ladder, deed = climb(ladder, Verdict.BLANK, "s", NOON + timedelta(seconds=11))
    assert deed is Deed.RECYCLE_PLAYER


def test_a_clock_set_back_does_not_stop_the_cure() -> None:
    ladder, _ = climb(Ladder(boot="b"), Verdict.BLANK, "s", NOON)
    assert climb(ladder, Verdict.BLANK, "s", NOON - timedelta(days=365))[1] is Deed.RECYCLE_PLAYER


def test_unknown_changes_nothing_and_good_brings_the_ladder_down() -> None:
    ladder, _ = climb_all(Verdict.BLANK, 2)
    assert climb(ladder, Verdict.UNKNOWN, "s", NOON + LATER * 9) == (ladder, None)
    well, _ = climb(ladder, Verdict.GOOD, "s", NOON + LATER * 9)
    assert climb(well, Verdict.BLANK, "s", NOON + LATER * 10)[1] is Deed.SKIP_SCENE
    assert sentence(well) == ""


def test_restarts_are_bounded_for_a_boot_however_the_trouble_comes_and_goes() -> None:
    dice, ladder, restarts = random.Random(6), Ladder(boot="b"), 0
    for step in range(2000):
        verdict = dice.choice((Verdict.BLANK, Verdict.STILL, Verdict.SILENT, Verdict.GOOD, Verdict.UNKNOWN))
        ladder, deed = climb(ladder, verdict, "s", NOON + step * LATER)
        restarts += deed is Deed.RESTART_BROWSER
    assert restarts == ladder.restarts == MOST_RESTARTS


def test_the_count_outlives_the_process_but_not_the_boot() -> None:
    ladder, _ = climb_all(Verdict.SILENT, 2)
    assert for_boot(ladder, "b").restarts == 2
    assert for_boot(ladder, "another").restarts == 0
    assert for_boot(None, "b").restarts == 0
