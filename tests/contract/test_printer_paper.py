"""What comes out on paper: every sample slip over a real line, and its QR code read by an independent reader."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from printer.printing import Printing
from printer.profiles import PROFILES
from printer.receipt import Qr, Receipt
from printer.samples import sample_receipts
from printer.sealing import Sealing
from printer.slip_job import SlipState
from printer.spool import Spool
from printer.transports.address import transport_at
from printer.worker import PrinterWorker
from tests.contract.printer_process import REPOSITORY, TwinProcess, twin, wait_for


@pytest.fixture(params=["58mm", "80mm"], scope="module")
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, str]]]:
    """Every sample slip, printed over TCP by the worker, as (kind, picture, text)."""
    folder = tmp_path_factory.mktemp(request.param)
    profile = PROFILES[request.param]
    with twin("tcp", folder, "--width", str(profile.width_dots)) as machine:
        spool = Spool(folder / "spool.db", Sealing(bytes(32)))
        worker = PrinterWorker(spool, transport_at(f"tcp://127.0.0.1:{machine.port}"), profile, lambda event: None)
        printing = Printing(spool, worker, profile)
        worker.start()
        sheets = [_print(printing, machine, receipt) for receipt in sample_receipts()]
        worker.stop()
        spool.close()
        assert machine.status()["errors"] == []
        yield sheets


def _print(printing: Printing, machine: TwinProcess, receipt: Receipt) -> dict[str, str]:
    job = printing.print(receipt)
    wait_for(lambda: printing.outcome(job) is SlipState.CONFIRMED, 10, job)
    codes = [element.data for element in receipt.elements if isinstance(element, Qr)]
    newest = machine.slips()[-2 if receipt.kind == "referral" else -1]
    return {"kind": receipt.kind, "png": newest["png"], "text": newest["text"], "qr": codes[0] if codes else ""}


def test_every_qr_code_is_read_by_zbarimg(printed: list[dict[str, str]]) -> None:
    for sheet in (each for each in printed if each["qr"]):
        read = subprocess.run(
            ["zbarimg", "-q", "--raw", sheet["png"]], capture_output=True, text=True, timeout=30, check=False
        )
        assert read.stdout.strip() == sheet["qr"], f"{sheet['kind']}: {read.stderr}"


def test_every_slip_is_black_on_white_and_has_ink_near_neither_edge_cut_off(printed: list[dict[str, str]]) -> None:
    for sheet in printed:
        with Image.open(sheet["png"]) as picture:
            shades = picture.convert("L").histogram()
            assert sum(shades[1:255]) == 0, "a thermal printer has no grey"
            assert 0.01 < shades[0] / (picture.width * picture.height) < 0.4


def test_no_slip_shows_a_character_that_was_not_drawn(printed: list[dict[str, str]]) -> None:
    for sheet in printed:
        assert "U+" not in sheet["text"]
        assert "?" not in sheet["text"]


def test_the_self_test_page_comes_out_from_the_command_line(tmp_path: Path) -> None:
    with twin("pty", tmp_path) as machine:
        command = [sys.executable, "-m", "printer", "self-test", "--port", str(machine.link)]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert "小票打好了" in done.stdout
        [sheet] = machine.slips()
        assert "01234567890123456789012345678901" in sheet["text"].splitlines()
        assert "珺喆瑄镕昇堃玥婳彧翀祎旻烜垚犇" in sheet["text"]
        assert machine.status()["errors"] == []


def test_the_self_test_says_what_is_wrong_when_there_is_no_printer(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "printer", "self-test", "--port", str(tmp_path / "nothing")]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "请检查电源和连线" in done.stdout
