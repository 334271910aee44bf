"""What a guess at a stolen password or PIN costs: the memory-constrained profile of RFC 9106, section 4."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher

from tests.fixtures.cheap_hashes import _CHEAP, AS_DELIVERED

# argon2id, version 0x13, 64 MiB, three passes, four lanes
SECOND_RECOMMENDED = "$argon2id$v=19$m=65536,t=3,p=4$"


@pytest.mark.parametrize("hasher", AS_DELIVERED)
def test_a_stored_hash_costs_a_guesser_what_rfc_9106_recommends(hasher: Callable[[], PasswordHasher]) -> None:
    assert hasher().hash("梧桐树下有一家早点铺子").startswith(SECOND_RECOMMENDED)


def test_what_the_other_tests_hash_with_would_be_found_too_cheap() -> None:
    assert not _CHEAP.hash("梧桐树下有一家早点铺子").startswith(SECOND_RECOMMENDED)
