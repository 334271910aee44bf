"""A manifest is believed only as it was signed, by a key that is trusted, for the use it was signed for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.edition.format import SignedManifest, open_manifest
from content.errors import EditionError
from content.privacy import KeyRing
from tests.unit.content.edition.samples import KEYS, TRUSTED, blob, manifest_of, signed

MANIFEST = manifest_of(7, blob("edition.db", b"data"))


def test_a_manifest_survives_the_wire() -> None:
    carried = SignedManifest.from_wire(signed(MANIFEST).to_wire())
    assert open_manifest(carried, TRUSTED) == MANIFEST


def test_every_single_flipped_byte_of_a_manifest_is_refused() -> None:
    good = signed(MANIFEST)
    for at in range(len(good.manifest)):
        bad = bytearray(good.manifest)
        bad[at] ^= 1
        with pytest.raises(EditionError):
            open_manifest(replace(good, manifest=bytes(bad)), TRUSTED)


def test_a_flipped_signature_is_refused() -> None:
    good = signed(MANIFEST)
    with pytest.raises(EditionError):
        open_manifest(replace(good, signature=good.signature[:-1] + bytes([good.signature[-1] ^ 1])), TRUSTED)


def test_another_hubs_key_is_refused() -> None:
    stranger = KeyRing.from_root(b"\x09" * 32)
    with pytest.raises(EditionError):
        open_manifest(signed(MANIFEST, stranger.edition), TRUSTED)


def test_a_draft_is_refused_by_its_key_and_by_its_mark() -> None:
    draft = manifest_of(7, blob("edition.db", b"data"), draft=True)
    with pytest.raises(EditionError):
        open_manifest(signed(draft, KEYS.draft), TRUSTED)
    with pytest.raises(EditionError):
        open_manifest(signed(draft, KEYS.edition), TRUSTED)
    with pytest.raises(EditionError):
        open_manifest(signed(MANIFEST, KEYS.draft), (KEYS.draft.public,), draft=True)
    assert open_manifest(signed(draft, KEYS.draft), (KEYS.draft.public,), draft=True) == draft


def test_a_newer_format_asks_for_an_upgrade() -> None:
    with pytest.raises(EditionError, match="升级"):
        open_manifest(signed(replace(MANIFEST, format=2)), TRUSTED)


@pytest.mark.parametrize("name", ["../edition.db", "a/b", "", ".hidden", "版.db"])
def test_a_name_that_could_leave_its_folder_is_refused(name: str) -> None:
    with pytest.raises(EditionError):
        open_manifest(signed(manifest_of(7, blob(name, b"x"))), TRUSTED)


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_a_hash_that_is_none_is_refused(sha256: str) -> None:
    with pytest.raises(EditionError):
        open_manifest(signed(manifest_of(7, replace(blob("x", b"x"), sha256=sha256))), TRUSTED)


def test_two_blobs_of_one_name_are_refused() -> None:
    with pytest.raises(EditionError):
        open_manifest(signed(manifest_of(7, blob("x", b"1"), blob("x", b"2"))), TRUSTED)


@pytest.mark.parametrize("wire", [
    None, [], {}, {"manifest": 1, "signature": "x"}, {"manifest": "{}", "signature": "%"},
])  # fmt: skip
def test_something_else_on_the_wire_is_an_edition_error(wire: object) -> None:
    with pytest.raises(EditionError):
        SignedManifest.from_wire(wire)
