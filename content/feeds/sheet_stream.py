"""Long tables that leave the market row by row: CSV and xlsx of any length in a few megabytes of memory.

openpyxl makes an object a cell and takes half a minute of one core for 100,000 rows; the format needs five small files
and one long one (ECMA-376 part 1: 18.3.1.53 `is`, inline strings).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from content.feeds.spreadsheet import safe

MOST_ROWS = 1_048_575  # of an xlsx sheet, under its heading
_AT_ONCE = 500  # rows

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # style 0 is plain text, style 1 the bold heading; "@" (number format 49) keeps a long number from becoming 3.4E+17
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/></font>'
    '<font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_FROZEN = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
_OPENING = (f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{_FROZEN}</sheetView>'
            "</sheetViews><sheetData>")  # fmt: skip


def _row(cells: Iterable[str], style: str) -> str:
    told = (f'<c t="inlineStr"{style}><is><t xml:space="preserve">{escape(safe(cell))}</t></is></c>' for cell in cells)
    return f"<row>{''.join(told)}</row>"


def write_xlsx(out: BinaryIO, title: str, heading: Iterable[str], rows: Iterable[Iterable[str]]) -> int:
    """Write a workbook with one sheet of text cells and return how many rows it has under its heading.

    It stops at `MOST_ROWS`; ask for fewer before.
    """
    name = escape(title[:31], {'"': "&quot;"})
    workbook = (f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/>'
                "</sheets></workbook>")  # fmt: skip
    count, waiting = 0, [_OPENING, _row(heading, ' s="1"')]
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for path, text in {**_PARTS, "xl/workbook.xml": workbook}.items():
            archive.writestr(path, _XML + text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for row in rows:
                if count == MOST_ROWS:
                    break
                count += 1
                waiting.append(_row(row, ""))
                if len(waiting) >= _AT_ONCE:
                    sheet.write("".join(waiting).encode())
                    waiting.clear()
            sheet.write("".join((*waiting, "</sheetData></worksheet>")).encode())
    return count


def write_csv(out: BinaryIO, heading: Iterable[str], rows: Iterable[Iterable[str]]) -> int:
    """Write CSV as Excel and WPS open it here (UTF-8 with a mark, CR LF) and return how many rows it has."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    writer, count = csv.writer(text), 0
    writer.writerow(heading)
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
        count += 1
    text.flush()
    text.detach()
    return count
