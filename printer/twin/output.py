"""Where the simulated printer's sheets go: a PNG and a text file each, newest last."""

from dataclasses import dataclass
from pathlib import Path

from printer.twin.paper import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSheet:
    """One sheet on disk."""

    png: Path
    text: str
    was_cut: bool


class Output:
    """A folder of printed sheets, numbered from 1."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        self.sheets: list[KeptSheet] = []
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, sheet: Sheet) -> None:
        """Write a sheet's picture, whole or not at all, then its text."""
        self._number += 1
        png = self._folder / f"slip-{self._number:04}.png"
        unfinished = png.with_suffix(".part")
        sheet.image.save(unfinished, format="PNG", dpi=(203, 203))
        unfinished.replace(png)
        png.with_suffix(".txt").write_text(sheet.text + "\n", encoding="utf-8")
        self.sheets.append(KeptSheet(png=png, text=sheet.text, was_cut=sheet.was_cut))

    def clear(self) -> None:
        """Throw the printed sheets away; the numbers go on."""
        for sheet in self.sheets:
            sheet.png.unlink(missing_ok=True)
            sheet.png.with_suffix(".txt").unlink(missing_ok=True)
        self.sheets.clear()
