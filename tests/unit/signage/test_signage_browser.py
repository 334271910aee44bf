"""The browser's command line, and screenshots made fit to travel."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import Image

from signage.browser.chromium import profile_folder
from signage.browser.command import browser_command
from signage.browser.pictures import JPEG_LIMIT, PNG_LIMIT, as_live, as_record, opened

PROFILE = Path("/dev/shm/profile")


def test_the_browser_resolves_nothing_but_this_box_and_listens_to_nobody_else() -> None:
    words = browser_command("cage -d -- chromium", PROFILE, "file:///waiting.html")
    assert words[:4] == ("cage", "-d", "--", "chromium")
    assert "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1" in words
    assert "--remote-debugging-address=127.0.0.1" in words and "--remote-debugging-port=0" in words
    assert f"--user-data-dir={PROFILE}" in words and words[-1] == "--app=file:///waiting.html"
    for flag in ("--kiosk", "--noerrdialogs", "--disable-session-crashed-bubble", "--disable-component-update",
                 "--autoplay-policy=no-user-gesture-required", "--disable-background-timer-throttling",
                 "--disable-renderer-backgrounding", "--disable-pinch", "--overscroll-history-navigation=0",
                 "--disable-background-networking", "--disable-sync", "--disable-breakpad"):  # fmt: skip
        assert flag in words  # signage reference, section 3
    assert not any(word.startswith("--disable-gpu") for word in words)


def test_without_its_gpu_it_draws_in_software_and_a_template_with_quotes_is_read_as_a_shell_does() -> None:
    words = browser_command("env 'A=b c' chromium", PROFILE, "p", with_gpu=False)
    assert words[:3] == ("env", "A=b c", "chromium") and "--disable-gpu" in words
    for wrong in ("", "   ", "chromium 'open"):
        with pytest.raises(ValueError):
            browser_command(wrong, PROFILE, "p")


def noise(width: int, height: int) -> Image.Image:
    """Return the least compressible picture there is."""
    return Image.frombytes("RGB", (width, height), random.Random(3).randbytes(width * height * 3))


def test_a_record_of_few_colours_is_exact_and_small() -> None:
    picture = Image.new("RGB", (1920, 1080), (6, 38, 43))
    for shade in range(200):
        picture.paste((shade, 255 - shade, 40 + shade // 2), (shade * 9, 100, shade * 9 + 9, 900))
    data = as_record(picture)
    again = Image.open(io.BytesIO(data))
    assert again.mode == "P" and again.convert("RGB").tobytes() == picture.tobytes()
    assert len(data) < 20_000


def test_a_record_of_many_colours_is_exact_as_long_as_it_fits() -> None:
    picture = noise(400, 300)
    assert opened(as_record(picture)).tobytes() == picture.tobytes()


def test_whatever_stood_on_the_glass_travels_within_the_limits() -> None:
    picture = noise(1920, 1080)
    record, live = as_record(picture), as_live(picture)
    assert len(record) <= PNG_LIMIT and record.startswith(b"\x89PNG")
    assert len(live) <= JPEG_LIMIT and live.startswith(b"\xff\xd8\xff")
    assert max(Image.open(io.BytesIO(live)).size) <= 1280


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError):
        opened(b"<html>")


def test_a_profile_is_new_each_time_and_takes_away_what_a_dead_supervisor_left(tmp_path: Path) -> None:
    nobody = 4_194_304 + 1  # above the kernel's largest process id
    for name in (f"linggong-screen-{nobody}-left", "linggong-screen-notes", "another"):
        (tmp_path / name).mkdir()
    one, two = profile_folder(tmp_path), profile_folder(tmp_path)
    assert one != two and one.is_dir() and two.is_dir()
    left = {path.name for path in tmp_path.iterdir()} - {one.name, two.name}
    assert left == {"linggong-screen-notes", "another"}
