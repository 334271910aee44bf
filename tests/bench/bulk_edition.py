"""An edition of any size for the searches: many copies of the same jobs, each with a number of its own.

What takes long of a million jobs is to spell and to cut their texts. Copies need that once, and are as long to look
through as jobs of their own: every list of the index holds all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from content.edition.format import DATABASE, PROGRAMME, BlobRef
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.model.codec import to_json
from content.model.codes import Settlement
from content.publishing.build import JobRow, JobRows, build_edition_db, job_rows
from content.publishing.screens import programme_for
from tests.unit.content.edition.samples import TODAY, TRUSTED, content_of, manifest_of, many_jobs, signed

SHAPES = 20_000
_CHUNK = 1 << 20


def _copies(rows: list[JobRow], copies: int) -> Iterator[JobRow]:
    """Yield all rows again and again under new numbers, so that equal jobs lie far from one another."""
    for copy in range(copies):
        for row in rows:
            number = row.number + copy * SHAPES
            name = f"0193577a-0000-7000-8000-{number:012d}"
            yield JobRow(
                id=name, number=number, trade_group=row.trade_group, headcount=row.headcount,
                valid_until=row.valid_until, township_code=row.township_code,
                body=row.body.replace(row.id, name).replace(f'"number":{row.number},', f'"number":{number},'),
                words=row.words.replace(f"fn{row.number} ", f"fn{number} "),
            )  # fmt: skip


def _rows(size: int) -> JobRows:
    shapes = many_jobs(min(size, SHAPES))
    made = job_rows(shapes, TODAY)
    rows, copies = list(made.rows), max(1, size // SHAPES)
    # day work has the first places of every edition
    day_work = sum(job.settlement is Settlement.DAY for job in shapes)
    every = (row for part in (rows[:day_work], rows[day_work:]) for row in _copies(part, copies))
    return JobRows(rows=every, readings=made.readings)


def bulk_edition(root: Path, size: int) -> Edition:
    """Build, install and open an edition of so many jobs, up to SHAPES or a multiple of it."""
    built, content = root / "built.db", content_of()
    build_edition_db(content, built, TODAY, _rows(size))
    with built.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    programme = to_json(programme_for(content))
    database = BlobRef(name=DATABASE, sha256=digest, size=built.stat().st_size, audience=("kiosk",))
    screens = BlobRef(name=PROGRAMME, sha256=hashlib.sha256(programme).hexdigest(), size=len(programme),
                      audience=("kiosk",))  # fmt: skip
    shelf = Shelf(root / "shelf")
    with built.open("rb") as file:
        shelf.put_blob(database, iter(lambda: file.read(_CHUNK), b""))
    shelf.put_blob(screens, [programme])
    built.unlink()
    shelf.install(signed(manifest_of(1, database, screens)), TRUSTED, "kiosk")
    held = shelf.current(TRUSTED)
    if held is None:
        raise RuntimeError("the edition just installed is not on the shelf")
    return Edition.open(held)
