"""Packages to upgrade to: these sources, the same with one more step of the database, and with a step that fails."""

from __future__ import annotations

import hashlib
import shutil
from base64 import b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from debian.build import HOME, ROOT, compile_rooms, lay_out, pack, wanted_libraries, when
from debian.libraries import bring

RELEASE = Ed25519PrivateKey.from_private_bytes(b"r" * 32)
STEPS = "content/store/migrations.py"
WELL = '''

def one_more(db: Database) -> None:
    """A step of the version after."""
    db.execute("CREATE TABLE one_more (id TEXT PRIMARY KEY) STRICT")


STEPS = (*STEPS, one_more)
'''
# executescript commits what was done so far: the promise of one transaction is broken on purpose
ILL = '''

def half(db: Database) -> None:
    """A step that stops half way."""
    db.conn.executescript("CREATE TABLE half (id TEXT PRIMARY KEY) STRICT; DELETE FROM staff_link; DELETE FROM staff;")
    db.execute("SELECT nothing FROM nowhere")


STEPS = (*STEPS, half)
'''


def three_versions(folder: Path) -> dict[str, Path]:
    """Build 0.0.1, 0.0.2 with one more step, and 0.0.3 with a step that fails after that; return them by number."""
    stage, made = folder / "stage", {}
    lay_out(stage, "0.0.1", bring(wanted_libraries(), ROOT / "var/deb/libraries"))
    steps = stage / HOME / STEPS
    for number, more in (("0.0.1", ""), ("0.0.2", WELL), ("0.0.3", ILL)):
        text = steps.read_text("utf8").replace(WELL, "")
        steps.write_text(text + more, "utf8")
        (stage / HOME / "VERSION").write_text(f"{number}\n", "utf8")
        compile_rooms(stage)
        made[number] = pack(stage, folder / "out", number, when())
    shutil.rmtree(stage)
    return made


def signed(package: Path) -> None:
    """Lay the signature of the test's own release key beside a package."""
    digest = hashlib.sha256(package.read_bytes()).digest()
    package.with_name(package.name + ".sig").write_text(b64encode(RELEASE.sign(digest)).decode(), "ascii")


def public_key() -> str:
    """Return what a box keeps in /etc/linggong/release-keys."""
    return b64encode(RELEASE.public_key().public_bytes_raw()).decode()
