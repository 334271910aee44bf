"""What a screenshot proves, on drawn pictures; the player's own scenes are looked at in tests/browser."""

from __future__ import annotations

from datetime import timedelta

from PIL import Image, ImageChops, ImageDraw

from signage.browser.pixels import Look, Verdict, is_blank, judge, same_picture, see
from tests.unit.signage.samples import NOON

SIZE = (1920, 1080)
GROUND = (6, 38, 43)


def board(seed: int, clock: int = 0) -> Image.Image:
    """Draw a board: rows of bars whose lengths follow from the seed, and a clock in the head."""
    picture = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((1700, 30, 1720 + 5 * (clock % 20), 80), fill="white")
    for row in range(6):
        pen.rectangle((60, 200 + row * 120, 300 + seed * 397 % 1100 + row * 31, 250 + row * 120), fill="white")
    return picture


def looks(pictures: list[Image.Image | None], scenes: list[str], apart_s: float = 60) -> list[Look]:
    """Return a look a minute."""
    return [
        Look(at=NOON + timedelta(seconds=index * apart_s), scene=scene, pixels=see(one) if one is not None else None)
        for index, (one, scene) in enumerate(zip(pictures, scenes, strict=True))
    ]


def test_a_glass_of_one_colour_is_blank_whatever_the_colour() -> None:
    for colour in ("black", "white", GROUND, "#777777"):
        assert is_blank(see(Image.new("RGB", SIZE, colour)))


def test_an_empty_stage_under_a_good_head_is_blank() -> None:
    picture = board(1)
    ImageDraw.Draw(picture).rectangle((0, 130, 1920, 980), fill=GROUND)
    assert is_blank(see(picture))
    assert not is_blank(see(board(1)))


def test_noise_of_a_few_levels_does_not_hide_a_blank_glass() -> None:
    noise = Image.effect_noise(SIZE, 4).convert("RGB")
    assert is_blank(see(noise))


def test_one_blank_look_is_not_yet_a_fault_two_are() -> None:
    empty = Image.new("RGB", SIZE, "black")
    assert judge(looks([board(1), empty], ["a", "b"])) is Verdict.UNKNOWN
    assert judge(looks([board(1), empty, empty], ["a", "b", "b"])) is Verdict.BLANK
    assert judge(looks([empty, empty, board(1)], ["a", "b", "c"])) is Verdict.GOOD


def test_a_picture_that_stands_while_scenes_are_said_to_change_is_a_fault_although_the_clock_goes_on() -> None:
    stuck = [board(1, clock) for clock in range(4)]
    assert judge(looks(list(stuck), ["a", "b", "c", "d"])) is Verdict.STILL
    # one scene that is on for hours, an emergency, has every right to stand
    assert judge(looks(list(stuck), ["a", "a", "a", "a"])) is Verdict.GOOD
    moving = [board(seed, seed) for seed in range(4)]
    assert judge(looks(list(moving), ["a", "b", "c", "d"])) is Verdict.GOOD


def test_the_orbit_does_not_make_a_stuck_picture_look_alive() -> None:
    shifted = [ImageChops.offset(board(1, step), step % 3 - 1, step % 2) for step in range(4)]
    assert judge(looks(list(shifted), ["a", "b", "c", "d"])) is Verdict.STILL
    assert not same_picture(see(board(1)), see(board(2)))


def test_a_whole_glass_without_change_for_minutes_is_a_fault_since_the_clock_must_move() -> None:
    frozen = [board(1)] * 4
    assert judge(looks(list(frozen), ["a"] * 4)) is Verdict.STILL
    assert judge(looks(list(frozen[:2]), ["a"] * 2)) is Verdict.GOOD  # a minute: the clock may not have moved yet
    assert judge(looks(list(frozen), ["a"] * 4, apart_s=10)) is Verdict.GOOD


def test_no_screenshot_is_unknown_and_three_in_a_row_are_a_fault_of_their_own() -> None:
    assert judge([]) is Verdict.UNKNOWN
    assert judge(looks([board(1), None, None], ["a", "b", "c"])) is Verdict.UNKNOWN
    assert judge(looks([board(1), None, None, None], ["a", "b", "c", "d"])) is Verdict.SILENT
    assert judge(looks([None, None, None, board(1)], ["a", "b", "c", "d"])) is Verdict.GOOD
