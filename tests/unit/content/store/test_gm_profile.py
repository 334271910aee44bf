"""Profile gm: the vectors of the standards, formats that say which they are, and the store's own tests under it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from content.backup.sheet import root_from, sheet_text
from content.ciphers import HubKey, decrypt, digest, encrypt, mac
from content.clock import SetClock
from content.errors import SealError, SettingsError
from content.hubapi.rekeying import rekey
from content.privacy import GM_MARK, ColumnCipher, KeyRing, blind_index
from content.root_key import add_part, drop_former_parts, root_of_profile
from content.store.database import Market
from content.store.seal_check import check_ledgers
from tests.unit.content.store.samples import NOW, seeker

REPOSITORY = Path(__file__).parents[4]
ROOT = GM_MARK + bytes(range(32))
GM, STANDARD = KeyRing.from_root(ROOT), KeyRing.from_root(ROOT[1:])


def _hex(text: str) -> bytes:
    return bytes.fromhex(text.replace(" ", ""))


def test_sm4_gcm_is_that_of_rfc_8998() -> None:
    # RFC 8998, appendix A.1
    key = HubKey(_hex("0123456789ABCDEF FEDCBA9876543210"), gm=True)
    nonce, associated = _hex("00001234567800000000ABCD"), _hex("FEEDFACEDEADBEEF FEEDFACEDEADBEEF ABADDAD2")
    plain = _hex("AAAAAAAAAAAAAAAA BBBBBBBBBBBBBBBB CCCCCCCCCCCCCCCC DDDDDDDDDDDDDDDD"
                 "EEEEEEEEEEEEEEEE FFFFFFFFFFFFFFFF EEEEEEEEEEEEEEEE AAAAAAAAAAAAAAAA")  # fmt: skip
    stored = _hex("17F399F08C67D5EE 19D0DC9969C4BB7D 5FD46FD375648906 9157B282BB200735"
                  "D82710CA5C22F0CC FA7CBF93D496AC15 A56834CBCF98C397 B4024A2691233B8D"
                  "83DE3541E4C2B581 77E065A9BF7B62EC")  # fmt: skip
    assert encrypt(key, nonce, plain, associated) == stored
    assert decrypt(key, nonce, stored, associated) == plain
    for wrong in (stored[:-1] + b"\x00", stored[:10]):
        with pytest.raises(InvalidTag):
            decrypt(key, nonce, wrong, associated)
    with pytest.raises(InvalidTag):
        decrypt(key, nonce, stored, b"another place")


def test_sm3_is_that_of_the_standard() -> None:
    # GB/T 32905-2016, appendix A, examples 1 and 2
    key = HubKey(b"k", gm=True)
    assert digest(key, b"abc") == _hex("66c7f0f4 62eeedd9 d1f2d46b dc10e4e2 4167c487 5cf2f7a2 297da02b 8f4ba8e0")
    assert digest(key, b"abcd" * 16) == _hex("debe9ff9 2275b8a1 38604889 c18e5a4d 6fdb70e5 387e5765 293dcba3 9c0c5732")


def test_hmac_sm3_is_hmac_over_sm3() -> None:
    # RFC 2104 written out over the digest of above
    key = b"k" * 20
    inner, outer = (bytes(one ^ pad for one in key.ljust(64, b"\0")) for pad in (0x36, 0x5C))
    gm = HubKey(key, gm=True)
    assert mac(gm, b"message") == digest(gm, outer + digest(gm, inner + b"message"))
    assert mac(gm, b"message") != mac(key, b"message")


def test_a_stored_value_says_by_which_algorithm_it_lies_and_no_profile_opens_the_other_s() -> None:
    ours, theirs = ColumnCipher(key=GM.data), ColumnCipher(key=STANDARD.data)
    stored = ours.encrypt("341721199001010010", "seeker", "id_number", "p")
    assert (stored[:2], theirs.encrypt("x", "t", "c", "r")[:2]) == (b"\x01\x02", b"\x01\x01")
    assert ours.decrypt(stored, "seeker", "id_number", "p") == "341721199001010010"
    with pytest.raises(SealError):
        theirs.decrypt(stored, "seeker", "id_number", "p")
    with pytest.raises(SealError):
        ours.decrypt(stored, "seeker", "id_number", "another row")
    with pytest.raises(SealError):  # the byte that names the algorithm is changed
        ours.decrypt(b"\x01\x01" + stored[2:], "seeker", "id_number", "p")
    assert blind_index(GM.index, "id1", "x") != blind_index(STANDARD.index, "id1", "x")
    assert len(GM.data) == 16


def test_the_profile_is_settled_by_the_first_start_and_travels_with_sheet_and_rotation(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "root.key"
    made = root_of_profile(path, "gm")
    assert made[:1] == GM_MARK
    assert root_of_profile(path, "gm") == root_from(sheet_text(made)) == made
    with pytest.raises(SettingsError, match="不能改"):
        root_of_profile(path, "standard")
    with pytest.raises(SettingsError, match="只能是"):
        root_of_profile(path, "sm9")
    assert len(add_part(path)) == 65
    assert len(add_part(path)) == 97
    kept = drop_former_parts(path)
    assert (len(kept), kept[:33]) == (65, made)
    standard = tmp_path / "other" / "root.key"
    root_of_profile(standard, "standard")
    with pytest.raises(SettingsError, match="不能改"):
        root_of_profile(standard, "gm")


def test_a_market_of_profile_gm_changes_its_key_like_any_other(tmp_path: Path) -> None:
    before = Market.open(tmp_path / "market.db", GM, SetClock(NOW))
    theirs = seeker(NOW)
    cipher = ColumnCipher(key=GM.data)
    before.write(lambda tables: tables.seekers.put(theirs))
    stored = cipher.encrypt("341721199001010010", "seeker", "id_number", "person-1")
    only = "UPDATE seeker SET id_number = ?, name = x'', phone = NULL"
    before.write(lambda tables: tables._db.execute(only, [stored]))
    before.close()
    rotated = KeyRing.from_root(ROOT + bytes(range(100, 132)))
    market = Market.open(tmp_path / "market.db", rotated, SetClock(NOW))
    try:
        assert rekey(market, rotated, NOW) == 1
        with market.reading() as tables:
            (fresh,) = tables._db.execute("SELECT id_number FROM seeker").fetchone()
            assert tables.rekeyed.left() == 0
            assert check_ledgers(tables._db, rotated.audit).findings == ()
        alone = ColumnCipher(key=HubKey(rotated.data, gm=True))
        assert alone.decrypt(fresh, "seeker", "id_number", "person-1") == "341721199001010010"
    finally:
        market.close()


@pytest.mark.soak
def test_the_store_s_own_tests_pass_under_gm() -> None:
    here = "tests/unit/content/"
    which = [f"{here}store/test_people.py", f"{here}store/test_tampering.py", f"{here}hubapi/test_erasing.py"]
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", "--no-header", *which], cwd=REPOSITORY, text=True,
                         capture_output=True, env=os.environ | {"TEST_CRYPTO": "gm"}, check=False)  # fmt: skip
    assert run.returncode == 0, run.stdout[-3000:]
    assert " passed" in run.stdout
