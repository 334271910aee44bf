"""`python -m content.feeds.workshop SORT FILE FOLDER`: opens one untrusted file in a process of its own.

Whatever a file does to a library, it does it here: at most 200 MB of own memory, 60 s of processor, no new files but in
FOLDER. Answers one line of JSON: {"pictures": […]}, {"rows": n} (rows.json in FOLDER), {"clip": …} or {"error": "…"}.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from content.feeds.recognise import FileRefused, FileSort

MEMORY = 200_000_000
_SECONDS = 60


def _fence() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def work(sort: FileSort, source: Path, folder: Path) -> dict[str, object]:
    """Open a file of a known sort and leave what came of it in the folder; FileRefused says why not."""
    # each branch loads its library only here: the fence stands before them
    match sort:
        case FileSort.IMAGE:
            from content.feeds.pictures import prepare_image

            return {"pictures": [asdict(prepare_image(source, folder))]}
        case FileSort.PDF:
            from content.feeds.pictures import prepare_pdf

            return {"pictures": [asdict(picture) for picture in prepare_pdf(source, folder)]}
        case FileSort.XLSX | FileSort.CSV:
            from content.feeds.sheets import read_sheet

            rows = read_sheet(source, sort)
            (folder / "rows.json").write_text(json.dumps(rows, ensure_ascii=False), "utf8")
            return {"rows": len(rows)}
        case FileSort.VIDEO:
            from content.feeds.moving import look_at_mp4

            with source.open("rb") as file:
                is_mp4 = file.read(8)[4:] == b"ftyp"
            return {"clip": asdict(look_at_mp4(source)) if is_mp4 else {"codec": "WebM", "seconds": None}}
        case FileSort.AUDIO:
            from content.feeds.listening import look_at_sound

            return {"clip": asdict(look_at_sound(source))}


def main() -> int:
    """Work on the file the arguments name; the exit code is 0 also for a refusal."""
    _fence()
    sort, source, folder = FileSort[sys.argv[1]], Path(sys.argv[2]), Path(sys.argv[3])
    try:
        answer = work(sort, source, folder)
    except FileRefused as refusal:
        answer = {"error": str(refusal)}
    except MemoryError:
        answer = {"error": f"这个{sort.word}打开要的内存太多，没有打开。请另存一份小一些的再传。"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
