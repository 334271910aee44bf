"""What a log line may hold, on this machine and on its way to a syslog server."""

from __future__ import annotations

import io
import logging
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.errors import SettingsError
from content.logs import masked, open_log, syslog_address

# no checksum on purpose: they belong to nobody
NUMBERS = ("341721199003071234", "34172119900307123X", "34172119900307123x", "13900000001")


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """Give back the log of the test run as it was."""
    kept = logging.getLogger()
    handlers, level = list(kept.handlers), kept.level
    yield kept
    for handler in kept.handlers:
        if handler not in handlers:
            handler.close()
    kept.handlers[:], kept.level = handlers, level


@pytest.mark.parametrize("number", NUMBERS)
def test_no_number_of_a_person_is_written_wherever_it_stands(root: logging.Logger, number: str) -> None:
    out = io.StringIO()
    open_log("INFO", out)
    log = logging.getLogger("somewhere")
    log.info("办理 %s", number)
    log.info(f"id={number}&x", extra={"more": number})
    try:
        raise ValueError(f"cannot read {number}")
    except ValueError:
        log.exception("failed")
    text = out.getvalue()
    assert text.count("\n") > 4 and "ValueError" in text
    assert number not in text and number[:17] not in text
    assert len(re.findall("〔(?:证件号|电话)〕", text)) >= 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"])
def test_what_was_sent_begins_no_line_of_its_own(root: logging.Logger, end: str) -> None:
    forged = f"x{end}ERROR content.admin somebody else logged in\x1b[2J"
    out = io.StringIO()
    open_log("INFO", out)
    logging.getLogger("somewhere").warning("filing %s", forged)
    text = out.getvalue()
    assert len(text.splitlines()) == 1 and text.endswith("\n")
    assert "\x1b" not in text and "somebody else logged in" in text
    # a control: as logging writes it by itself
    plain = logging.Formatter("%(message)s").format(logging.LogRecord("x", 30, __file__, 1, "%s", (forged,), None))
    assert len(plain.splitlines()) == 2


@pytest.mark.parametrize("text", ["2026-11-26 10:37:00", "20261126103700", "12345678901", "ED-0012", "1390000000"])
def test_other_figures_stay(text: str) -> None:
    assert masked(text) == text


def test_without_the_mask_the_number_is_in_the_log() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.emit(logging.LogRecord("x", logging.INFO, __file__, 1, "办理 %s", (NUMBERS[0],), None))
    assert NUMBERS[0] in out.getvalue()


def test_a_syslog_server_gets_the_same_lines_masked(root: logging.Logger) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(5)
        open_log("INFO", io.StringIO(), f"127.0.0.1:{server.getsockname()[1]}")
        logging.getLogger("content.backup").warning("copy of %s is late", NUMBERS[0])
        line = server.recv(4096).decode()
    # RFC 3164, 4.1.1: local0 (16) times 8 and warning (4)
    assert line.startswith("<132>linggong: WARNING content.backup copy of 〔证件号〕 is late")


def test_a_server_that_is_away_holds_nothing_up(root: logging.Logger) -> None:
    out = io.StringIO()
    open_log("INFO", out, "127.0.0.1:9")
    for _ in range(100):
        logging.getLogger("x").info("here")
    assert out.getvalue().count("here") == 100


def test_an_address_is_read_or_refused_with_how_it_is_written() -> None:
    assert syslog_address("10.0.0.5") == ("10.0.0.5", 514)
    assert syslog_address("log.example:1514") == ("log.example", 1514)
    for wrong in (":514", "a:", "a:x", "a:99999", "a:²"):
        with pytest.raises(SettingsError, match=r"10\.0\.0\.5:514"):
            syslog_address(wrong)


def test_every_program_of_ours_writes_its_log_so_and_its_server_too() -> None:
    root = Path(__file__).parents[3]
    programs = [path for folder in ("content", "kiosk", "signage") for path in (root / folder).rglob("*.py")]
    texts = {path.relative_to(root).as_posix(): path.read_text("utf8") for path in programs}
    assert {name for name, text in texts.items() if "basicConfig(" in text} == {"content/logs.py"}
    # left to itself uvicorn writes its lines, with their tracebacks, past our formatter
    served = {name for name, text in texts.items() if "uvicorn.Config(" in text or "uvicorn.run(" in text}
    assert len(served) >= 4
    assert {name for name in served if "log_config=None" not in texts[name]} == {"content/demo/simulator.py"}
