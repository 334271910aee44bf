"""Making the files of one edition and laying them on a shelf, whether it is to be published or only looked at."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from content.clock import calendar_day
from content.digests import file_sha256
from content.edition.format import DATABASE, PROGRAMME, BlobRef
from content.edition.shelf import Shelf
from content.errors import EditionError
from content.model.codec import to_json
from content.model.editions import Emergency
from content.model.programme import Programme
from content.model.programme_plan import ProgrammePlan
from content.model.published import EditionContent
from content.publishing.build import build_edition_db
from content.publishing.displays import media_refs
from content.publishing.planned_programme import planned_programme
from content.store.media_files import MediaFiles, chunks_of

_EVERYONE = ("kiosk", "screen", "public")


@contextmanager
def disk_faults() -> Iterator[None]:
    """Turn what the disk says into a sentence for the desk."""
    try:
        yield
    except OSError as error:
        raise EditionError(f"磁盘写不进去（{error.strerror}），没有发布，请系统管理员检查磁盘后再发布。") from error


def _lay(name: str, path: Path, shelf: Shelf) -> BlobRef:
    ref = BlobRef(name=name, sha256=file_sha256(path), size=path.stat().st_size, audience=_EVERYONE)
    if not shelf.has(ref):
        shelf.put_blob(ref, chunks_of(path))
    return ref


def lay_programme(programme: Programme, shelf: Shelf) -> BlobRef:
    """Put a programme on the shelf."""
    with tempfile.TemporaryDirectory(prefix="linggong-programme-") as folder:
        path = Path(folder) / PROGRAMME
        path.write_bytes(to_json(programme))
        return _lay(PROGRAMME, path, shelf)


def lay_edition(content: EditionContent, emergency: Emergency | None, shelf: Shelf, files: MediaFiles,
                now: datetime, plan: ProgrammePlan | None = None) -> tuple[BlobRef, ...]:  # fmt: skip
    """Build every file of an edition and put on the shelf those it has not got yet; without a plan, the usual one."""
    with tempfile.TemporaryDirectory(prefix="linggong-edition-") as folder:
        database = Path(folder) / DATABASE
        build_edition_db(content, database, calendar_day(now))
        refs = (_lay(DATABASE, database, shelf), lay_programme(planned_programme(plan, content, emergency), shelf))
    media = media_refs(content, files)
    for ref in media:
        if not shelf.has(ref):
            shelf.put_blob(ref, chunks_of(files.path_of(ref.sha256)))
    return (*refs, *media)
