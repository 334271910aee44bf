"""Pictures of slips: their bytes through the simulated printer, on paper as wide as the real one.

The text of the slip travels inside the PNG (iTXt "Description"), for those who cannot see the picture and for the
test that tells whether the picture is still what the program prints.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from printer.encode import Mode, encode
from printer.errors import FontsMissing, PrinterError
from printer.fonts import FontChain, Glyphs
from printer.profiles import Profile
from printer.receipt import Receipt

if TYPE_CHECKING:
    from PIL.Image import Image

    from printer.twin.paper import Sheet

DESCRIPTION = "Description"
_DOTS_PER_INCH = 203
_PAPER_DOTS = {384: 464, 576: 640}
"""Width of 58 and 80 mm paper, at 8 dots a millimetre; the print head is narrower."""


def printed_sheets(
    receipt: Receipt, profile: Profile, glyphs: Glyphs | None = None, mode: Mode = Mode.HYBRID
) -> tuple["Sheet", ...]:
    """Return the sheets a printer of this profile makes of a slip; raises FontsMissing, and PrinterError for a byte
    the simulated printer does not understand."""
    from printer.twin.device import Build, Device

    sheets: list[Sheet] = []
    build = Build(
        width=profile.width_dots, charset=profile.charset, feed_units_per_inch=profile.feed_units_per_inch
    )
    device = Device(build=build, reply=lambda reply: None, print_sheet=sheets.append)
    try:
        for chunk in encode(receipt, profile, glyphs or FontChain(), mode).chunks:
            device.receive(chunk)
        while device.step() is not None:
            pass
    except StopIteration as missing:
        raise FontsMissing("NotoSansCJK") from missing
    if device.errors:
        raise PrinterError("；".join(device.errors))
    return tuple(sheets)


def write_pictures(receipt: Receipt, profile: Profile, folder: Path, glyphs: Glyphs | None = None) -> list[Path]:
    """Write a PNG of every sheet of a slip and return where: slip-job-58.png, slip-referral-2-58.png."""
    from PIL.PngImagePlugin import PngInfo

    folder.mkdir(parents=True, exist_ok=True)
    sheets = printed_sheets(receipt, profile, glyphs)
    written = []
    for number, sheet in enumerate(sheets, start=1):
        suffix = f"-{number}" if len(sheets) > 1 else ""
        path = folder / f"slip-{receipt.kind}{suffix}-{profile.name.replace('mm', '')}.png"
        words = PngInfo()
        words.add_itxt(DESCRIPTION, sheet.text)
        dots = (_DOTS_PER_INCH, _DOTS_PER_INCH)
        _on_paper(sheet.image, profile).save(path, optimize=True, pnginfo=words, dpi=dots)
        written.append(path)
    return written


def _on_paper(strip: "Image", profile: Profile) -> "Image":
    from PIL import Image

    width = _PAPER_DOTS.get(profile.width_dots, profile.width_dots)
    paper = Image.new("1", (width, strip.height), 1)
    paper.paste(strip.convert("1"), ((width - profile.width_dots) // 2, 0))
    return paper
