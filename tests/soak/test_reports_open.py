"""LibreOffice Calc opens every workbook the market hands out as it is, and shows the same texts and numbers.

Headless it repairs nothing silently: a package that does not hold together is refused, and the damaged ones here show
that the test would see it.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pypdfium2
import pytest
from openpyxl import load_workbook

from tests.fixtures.report_books import NAMES, TYPED, book

pytestmark = pytest.mark.soak
_DEADLINE_S = 180
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"  # every sheet, UTF-8, as shown


def _converted(made: bytes, name: str, form: str, folder: Path) -> list[Path]:
    """Return what LibreOffice made of a workbook; none where it would not open it."""
    source, out = folder / f"{name}.xlsx", folder / "out"
    source.write_bytes(made)
    shutil.rmtree(out, ignore_errors=True)
    # the profile of this test alone: a running office of somebody else would answer in its place
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
               "--convert-to", form, "--outdir", str(out), str(source)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=_DEADLINE_S, check=False, text=True)
    if done.returncode or "Error" in done.stderr or not out.exists():
        return []
    return sorted(out.iterdir())


def _cells(made: bytes) -> list[list[str]]:
    sheets = load_workbook(io.BytesIO(made)).worksheets
    return [[str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")]
            for sheet in sheets]  # fmt: skip


def _shown(path: Path) -> list[str]:
    with path.open(newline="", encoding="utf8") as file:
        return [cell for row in csv.reader(file) for cell in row if cell]


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_shown_as_it_was_written(name: str, tmp_path: Path) -> None:
    found = _converted(book(name), name, _CSV, tmp_path)
    wanted = _cells(book(name))
    assert len(found) == len(wanted)
    # a CSV a sheet, named after it; sorted by name, so each is looked for among all
    assert sorted(map(_shown, found)) == sorted(wanted)


@pytest.mark.parametrize("name", NAMES)
def test_it_prints_to_pages_with_its_words_on_them(name: str, tmp_path: Path) -> None:
    (paper,) = _converted(book(name), name, "pdf", tmp_path)
    with pypdfium2.PdfDocument(paper) as document:
        pages = [document[place].get_textpage().get_text_range() for place in range(len(document))]
    text = "".join("".join(pages).split())
    first = _cells(book(name))[0]
    assert "".join(first[0].split()) in text
    assert "#NAME?" not in text


def _torn(made: bytes, part: str) -> bytes:
    out = io.BytesIO()
    with ZipFile(io.BytesIO(made)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[: len(content) // 2] if name == part else content)
    return out.getvalue()


def test_a_damaged_workbook_is_refused_or_shows_other_cells(tmp_path: Path) -> None:
    """The control: half a file is not opened at all, a torn sheet is not shown as the whole one."""
    whole = book("monthly")
    assert _converted(whole[: len(whole) // 2], "half", _CSV, tmp_path) == []
    torn = _converted(_torn(book("ledger"), "xl/worksheets/sheet1.xml"), "torn", _CSV, tmp_path)
    assert sorted(map(_shown, torn)) != sorted(_cells(book("ledger")))


def test_what_somebody_typed_is_text_in_the_open_table(tmp_path: Path) -> None:
    found = _converted(book("fair"), "fair", _CSV, tmp_path)
    assert any(f"'{TYPED}" in _shown(path) for path in found)
