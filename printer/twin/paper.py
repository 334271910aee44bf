"""The paper of the simulated printer: characters, pictures and feeds become dots, sheet by sheet."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

CELL, HANZI = 12, 24
LINE_SPACING = 34
"""ESC 2: a sixth of an inch at 203 dpi."""

DOTS_PER_MM = 8
_FONT_FOLDER = Path("/usr/share/fonts")
_MONO_SC = 7  # Noto Sans Mono CJK SC in the collection: Latin half as wide as a hanzi
_BASELINE = 21
_DARK_FROM = 100


@dataclass(slots=True)
class Looks:
    """What the printer is set to; ESC @ makes a new one."""

    width: int = 1
    height: int = 1
    align: int = 0
    bold: bool = False
    spacing: int = LINE_SPACING


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One piece of paper: its picture, its text line by line, and whether the cutter or a tear ended it."""

    image: Image.Image
    text: str
    was_cut: bool


@dataclass(slots=True)
class _Cell:
    char: str
    cells: int
    width: int
    height: int
    bold: bool

    @property
    def dots(self) -> int:
        return self.cells * CELL * self.width


@dataclass(slots=True)
class Paper:
    """A strip `width` dots wide that grows downwards; every method returns how many dots it fed."""

    width: int
    looks: Looks = field(default_factory=Looks)
    complaints: list[str] = field(default_factory=list)
    _line: list[_Cell] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _parts: list[tuple[int, Image.Image]] = field(default_factory=list)
    _height: int = 0
    _fonts: dict[tuple[str, int], Any] = field(default_factory=dict)

    @property
    def at_line_start(self) -> bool:
        """Say whether nothing waits in the line buffer."""
        return not self._line

    def put(self, char: str, cells: int) -> int:
        """Take one character into the line; a full line is printed first, as printers do, and complained about."""
        looks = self.looks
        cell = _Cell(char, cells, looks.width, looks.height, looks.bold)
        fed = 0
        if sum(each.dots for each in self._line) + cell.dots > self.width:
            self.complaints.append("一行太宽：" + "".join(each.char for each in self._line) + char)
            fed = self.line_feed()
        self._line.append(cell)
        return fed

    def line_feed(self) -> int:
        """Print the line buffer and feed one line."""
        line, self._line = self._line, []
        tall = max((cell.height for cell in line), default=1) * HANZI
        if line:
            self._parts.append((self._height, self._drawn(line, tall)))
        self._text.append("".join(cell.char for cell in line).rstrip())
        return self.feed(max(tall, self.looks.spacing))

    def feed(self, dots: int) -> int:
        """Let empty paper pass."""
        self._height += dots
        return dots

    def picture(self, row_bytes: int, data: bytes) -> int:
        """Print a raster picture at the current alignment; wider than the paper is complained about."""
        rows = len(data) // row_bytes
        image = Image.frombytes("1", (row_bytes * 8, rows), data)
        ink = Image.eval(image.convert("L"), lambda shade: 255 - shade)
        if row_bytes * 8 > self.width:
            self.complaints.append(f"图片宽 {row_bytes * 8} 点，比纸宽")
        spare = max(0, self.width - row_bytes * 8)
        left = (0, spare // 2, spare)[self.looks.align]
        strip = Image.new("L", (self.width, rows), 255)
        strip.paste(ink, (left, 0))
        self._parts.append((self._height, strip))
        self._text.append(f"[图 {row_bytes * 8}×{rows}]")
        return self.feed(rows)

    def end_sheet(self, *, was_cut: bool) -> Sheet | None:
        """Return the sheet up to here and begin a new one; None when no ink is on it and it was not cut."""
        if self._line:
            self.line_feed()
        if not self._parts and not was_cut:
            self._height = 0
            self._text.clear()
            return None
        image = Image.new("L", (self.width, max(self._height, 1)), 255)
        for top, part in self._parts:
            image.paste(part, (0, top))
        sheet = Sheet(image=image, text="\n".join(self._text), was_cut=was_cut)
        self._parts.clear()
        self._text.clear()
        self._height = 0
        return sheet

    def _drawn(self, line: list[_Cell], tall: int) -> Image.Image:
        strip = Image.new("L", (self.width, tall), 0)
        spare = self.width - sum(cell.dots for cell in line)
        left = (0, spare // 2, spare)[self.looks.align]
        for cell in line:
            stamp = self._stamp(cell)
            strip.paste(stamp, (left, tall - stamp.height))
            left += cell.dots
        return Image.eval(strip, lambda shade: 0 if shade >= _DARK_FROM else 255)

    def _stamp(self, cell: _Cell) -> Image.Image:
        """Draw one character; ROM fonts are scaled by whole factors, ours is drawn at the size it is wanted."""
        pixels = HANZI * cell.height
        stamp = Image.new("L", (cell.cells * CELL * cell.height, pixels), 0)
        spot = (stamp.width / 2, _BASELINE * cell.height)
        font = self._font("Bold" if cell.bold else "Regular", pixels)
        ImageDraw.Draw(stamp).text(spot, cell.char, fill=255, font=font, anchor="ms")
        return stamp if cell.width == cell.height else stamp.resize((cell.dots, pixels))

    def _font(self, weight: str, pixels: int) -> Any:
        key = (weight, pixels)
        if key not in self._fonts:
            path = next(_FONT_FOLDER.rglob(f"NotoSansCJK-{weight}.ttc"))
            self._fonts[key] = ImageFont.truetype(str(path), pixels, index=_MONO_SC)
        return self._fonts[key]
