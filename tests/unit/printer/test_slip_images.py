"""The pictures in docs/images are what the program prints today, and they can be read."""

import re
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from printer.__main__ import main
from printer.charset import text_cells
from printer.encode import Mode
from printer.errors import FontsMissing
from printer.fonts import FontChain
from printer.linebreaks import wrap
from printer.pictures import DESCRIPTION, printed_sheets, write_pictures
from printer.profiles import PROFILES
from printer.receipt import Qr, Receipt, Text
from printer.samples import sample_receipts

IMAGES = Path(__file__).parents[3] / "docs" / "images"
RENEW = "python -m printer samples --out docs/images --profile "
WIDTHS = ("58mm", "80mm")
SAMPLES: dict[str, Receipt] = {receipt.kind: receipt for receipt in sample_receipts()}
WITH_QR = [kind for kind, receipt in SAMPLES.items() if any(isinstance(part, Qr) for part in receipt.elements)]
FONTS = FontChain()


@cache
def drawn(kind: str, name: str, folder: Path) -> tuple[Path, ...]:
    return tuple(write_pictures(SAMPLES[kind], PROFILES[name], folder, FONTS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("slips")


def words(png: Path) -> str:
    with Image.open(png) as picture:
        picture.load()
        return str(picture.info[DESCRIPTION])


def read_by_zbar(png: Path) -> str:
    done = subprocess.run(["zbarimg", "-q", "--raw", png], capture_output=True, text=True, timeout=30, check=False)
    return done.stdout.strip()


def address(receipt: Receipt) -> str:
    return next(part.data for part in receipt.elements if isinstance(part, Qr))


@pytest.mark.parametrize("name", WIDTHS)
@pytest.mark.parametrize("kind", SAMPLES)
def test_the_committed_picture_says_what_the_program_prints(kind: str, name: str, folder: Path) -> None:
    for fresh in drawn(kind, name, folder):
        committed = IMAGES / fresh.name
        assert committed.exists(), RENEW + name
        assert words(committed) == words(fresh), RENEW + name
        with Image.open(committed) as old, Image.open(fresh) as new:
            assert old.size == new.size, RENEW + name


def test_no_picture_is_left_of_a_slip_that_is_gone(folder: Path) -> None:
    expected = {path.name for kind in SAMPLES for name in WIDTHS for path in drawn(kind, name, folder)}
    expected |= {"slip-self_test-58.png", "slip-self_test-80.png"}
    assert {path.name for path in IMAGES.glob("slip-*.png")} == expected


@pytest.mark.parametrize("name", WIDTHS)
@pytest.mark.parametrize("kind", WITH_QR)
def test_zbarimg_reads_every_qr_code(kind: str, name: str, folder: Path) -> None:
    assert read_by_zbar(drawn(kind, name, folder)[0]) == address(SAMPLES[kind])
    assert read_by_zbar(IMAGES / drawn(kind, name, folder)[0].name) == address(SAMPLES[kind])


def test_zbarimg_reads_the_qr_code_a_printer_draws_itself(tmp_path: Path) -> None:
    profile = replace(PROFILES["58mm"], native_qr=True)
    [sheet] = printed_sheets(SAMPLES["job"], profile, FONTS, Mode.TEXT)
    sheet.image.save(tmp_path / "slip.png")
    assert read_by_zbar(tmp_path / "slip.png") == address(SAMPLES["job"])


@pytest.mark.parametrize("name", WIDTHS)
@pytest.mark.parametrize("kind", SAMPLES)
def test_the_ink_stays_between_the_margins_and_is_black(kind: str, name: str, folder: Path) -> None:
    for path in drawn(kind, name, folder):
        with Image.open(path) as picture:
            assert picture.mode == "1"
            margin = (picture.width - PROFILES[name].width_dots) // 2
            box = picture.convert("L").point(lambda shade: 255 - shade).getbbox()
            assert box is not None
            assert margin > 0
            assert box[0] >= margin
            assert box[2] <= picture.width - margin


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_slip_drawn_whole_looks_like_one_written_by_the_printer(kind: str) -> None:
    """The simulated printer draws its ROM with the same font, so hardly a dot may differ, bold and large included."""
    written, drawn_whole = (
        printed_sheets(SAMPLES[kind], PROFILES["58mm"], FONTS, mode) for mode in (Mode.HYBRID, Mode.RASTER)
    )
    for one, other in zip(written, drawn_whole, strict=True):
        assert one.image.size == other.image.size
        ink = one.image.convert("L").histogram()[0]
        different = ImageChops.difference(one.image.convert("L"), other.image.convert("L")).histogram()[255]
        assert different < ink * 0.05


@pytest.mark.parametrize("name", WIDTHS)
@pytest.mark.parametrize("receipt", SAMPLES.values(), ids=SAMPLES.keys())
def test_no_paragraph_ends_in_a_lonely_word_and_no_number_is_cut(receipt: Receipt, name: str) -> None:
    for part in receipt.elements:
        if not isinstance(part, Text):
            continue
        lines = wrap(part.text, PROFILES[name].columns // part.size)
        assert len(lines) == 1 or text_cells(lines[-1]) >= 6, lines
        for number in re.findall(r"\d[\d:.-]*", part.text):
            assert any(number in line for line in lines), lines


def test_a_box_without_fonts_prints_its_slips_and_says_what_to_install(tmp_path: Path) -> None:
    nothing = FontChain(folders=(tmp_path,))
    rare = replace(SAMPLES["job"], elements=(Text(text="王𬎆的岗位"), *SAMPLES["job"].elements))
    [sheet] = printed_sheets(rare, PROFILES["58mm"], nothing)
    assert sheet.text.startswith("王□(U+2C386)的岗位")
    assert "NotoSansCJK-Regular.ttc" in nothing.missing()
    assert "请系统管理员安装" in str(FontsMissing())


def test_a_broken_font_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(b"ttcf" + bytes(40))
    (tmp_path / "unifont.otf").write_bytes(b"")
    fonts = FontChain(folders=(tmp_path,))
    assert not fonts.covers("𬎆")
    [sheet] = printed_sheets(SAMPLES["job"], PROFILES["58mm-gb2312"], fonts)
    assert "仓库搬运工" in sheet.text


def test_the_command_line_draws_the_samples_and_the_self_test_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["samples", "--out", str(tmp_path), "--profile", "80mm"]) == 0
    assert main(["self-test", "--out", str(tmp_path), "--profile", "58mm-gb2312"]) == 0
    assert "--to" in capsys.readouterr().out
    page = words(tmp_path / "slip-self_test-58-gb2312.png").splitlines()
    assert "01234567890123456789012345678901" in page
    assert "零工市场零工市场零工市场零工市场" in page
    assert "标点：，。；：？！“”（）《》【】·—…￥" in "".join(page)
    assert read_by_zbar(tmp_path / "slip-self_test-58-gb2312.png") == "https://www.12333.gov.cn"
    # a ROM without them gets both rows of names as pictures of 24 rows
    assert sum(bool(re.fullmatch(r"\[图 \d+×24\]", line)) for line in page) == 2


def test_without_fonts_the_command_line_says_who_installs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("printer.twin.paper._FONT_FOLDER", tmp_path)
    assert main(["samples", "--out", str(tmp_path / "slips")]) == 1
    assert "请系统管理员安装 fonts-noto-cjk" in capsys.readouterr().err
