"""The font chain that draws what the printer's ROM lacks: Noto, then Hanazono, BabelStone, Unifont.

Nothing is opened before a slip needs it: most slips never do, and a coverage table costs megabytes.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from printer.charset import cells
from printer.layout import TextLine
from printer.profiles import CELL_DOTS
from printer.raster import Bitmap
from printer.receipt import Align

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_log = logging.getLogger(__name__)

HANZI_DOTS = 24
_BASELINE = 0.87
_DARK_FROM = 110


class Glyphs(Protocol):
    """Something that can draw characters: the font chain, or nothing at all."""

    def covers(self, char: str) -> bool:
        """Say whether there is a glyph for this character."""
        ...

    def line(self, line: TextLine, width_dots: int) -> Bitmap:
        """Draw one line in the printer's cell grid, as wide as the paper and 24 dots times its size high."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A font file by name, wherever Debian put it, and the face's index in a collection."""

    file_name: str
    index: int = 0


CHAIN = (
    Face(file_name="NotoSansCJK-Regular.ttc", index=7),  # Noto Sans Mono CJK SC: Latin is half a hanzi wide
    Face(file_name="HanaMinA.ttf"),
    Face(file_name="HanaMinB.ttf"),
    Face(file_name="BabelStoneHan.ttf"),
    Face(file_name="unifont.otf"),
)
BOLD = Face(file_name="NotoSansCJK-Bold.ttc", index=7)
"""Bold letters of the first font; those of the others are struck twice, a dot apart, as print heads do it."""


class _OpenFace:
    """One font file in use."""

    def __init__(self, path: Path, index: int) -> None:
        self._path = path
        self._index = index
        self._sizes: dict[int, FreeTypeFont] = {}

    @cached_property
    def code_points(self) -> frozenset[int]:
        """Every code point the font has a glyph for; none for a broken file, which must not keep a slip back."""
        from fontTools.ttLib import TTFont, TTLibError

        try:
            # a file TTFont opens itself stays open when it is broken
            with self._path.open("rb") as file, TTFont(file, fontNumber=self._index, lazy=True) as font:
                return frozenset(font.getBestCmap())
        except (OSError, TTLibError, AssertionError) as error:
            _log.error("字体文件坏了，请系统管理员重新安装：%s（%s）", self._path, error)
            return frozenset()

    def at(self, pixels: int) -> "FreeTypeFont":
        """Return the font at a size in pixels."""
        from PIL import ImageFont

        if pixels not in self._sizes:
            self._sizes[pixels] = ImageFont.truetype(str(self._path), pixels, index=self._index)
        return self._sizes[pixels]


class FontChain:
    """The installed fonts of the chain, in order; fonts that are not installed are left out."""

    def __init__(
        self, faces: Sequence[Face] = CHAIN, folders: Iterable[Path] = (Path("/usr/share/fonts"),)
    ) -> None:
        self._wanted = tuple(faces)
        self._folders = tuple(folders)
        self._lock = Lock()

    def covers(self, char: str) -> bool:
        """Say whether any installed font has a glyph for this character."""
        with self._lock:
            return self._face_of(char) is not None

    def line(self, line: TextLine, width_dots: int) -> Bitmap:
        """Draw one line of text; every character stays in its cell, as the printer's own would."""
        from PIL import Image, ImageDraw

        height = HANZI_DOTS * line.size
        image = Image.new("L", (width_dots, height), 0)
        pen = ImageDraw.Draw(image)
        spare = width_dots - line.cells * CELL_DOTS
        left = {Align.LEFT: 0, Align.CENTER: spare // 2, Align.RIGHT: spare}[line.align]
        written = [(char, 1, False) for char in line.label] + [(char, line.size, line.bold) for char in line.text]
        with self._lock:
            for char, size, bold in written:
                width, pixels = cells(char) * CELL_DOTS * size, HANZI_DOTS * size
                for shift, face in self._strokes(char, size, bold):
                    spot = (left + width / 2 + shift, height - pixels + round(pixels * _BASELINE))
                    pen.text(spot, char, fill=255, font=face.at(pixels), anchor="ms")
                left += width
        dots = image.point(lambda shade: 255 if shade >= _DARK_FROM else 0).convert("1")
        return Bitmap(row_bytes=width_dots // 8, data=dots.tobytes())

    def _strokes(self, char: str, size: int, bold: bool) -> list[tuple[int, _OpenFace]]:
        """Return how far aside and in which font a character is drawn, once or twice."""
        face = self._face_of(char)
        if char == " " or face is None:
            return []
        if not bold:
            return [(0, face)]
        heavy = self._faces.get(BOLD)
        if heavy is not None and ord(char) in heavy.code_points:
            return [(0, heavy)]
        return [(0, face), (size, face)]

    def missing(self) -> tuple[str, ...]:
        """Return the file names of the chain that this box lacks; with all of them missing nothing can be drawn."""
        with self._lock:
            return tuple(face.file_name for face in self._wanted if face not in self._faces)

    @cached_property
    def _faces(self) -> dict[Face, _OpenFace]:
        found = {}
        for face in (*self._wanted, BOLD):
            path = next((hit for folder in self._folders for hit in sorted(folder.rglob(face.file_name))), None)
            if path is not None:
                found[face] = _OpenFace(path, face.index)
        return found

    def _face_of(self, char: str) -> _OpenFace | None:
        light = (self._faces[face] for face in self._wanted if face in self._faces)
        return next((face for face in light if ord(char) in face.code_points), None)
