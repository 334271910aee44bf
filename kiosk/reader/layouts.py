"""Where each field lies in the 256-byte text block of the four cards (hardware A.8)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.reader.base import CardKind

BLOCK_LENGTH = 256
MARKER_AT = 248
LONG_TERM = "长期"
KIND_OF_MARKER: Mapping[str, CardKind] = MappingProxyType(
    {"": "resident", "J": "hmt", "I": "foreign2017", "Y": "foreign2023"}
)

Layout = Mapping[str, tuple[int, int]]
"""Field → offset and length in bytes; a field named `english_name_2` continues `english_name`."""

_RESIDENT: dict[str, tuple[int, int]] = {
    "name": (0, 30),
    "sex": (30, 2),
    "nation_code": (32, 4),
    "birth": (36, 16),
    "address": (52, 70),
    "number": (122, 36),
    "authority": (158, 30),
    "valid_from": (188, 16),
    "valid_to": (204, 16),
}
# The Y layout rests on one source (A.8): a first real card is to be compared with it.
LAYOUTS: Mapping[CardKind, Layout] = MappingProxyType(
    {
        "resident": _RESIDENT,
        "hmt": {**_RESIDENT, "permit_number": (220, 18), "issue_count": (238, 4)},
        "foreign2017": {
            "english_name": (0, 120),
            "sex": (120, 2),
            "number": (122, 30),
            "nationality": (152, 6),
            "name": (158, 30),
            "valid_from": (188, 16),
            "valid_to": (204, 16),
            "birth": (220, 16),
            "issue_count": (236, 4),
            "authority": (240, 8),
        },
        "foreign2023": {
            "name": (0, 30),
            "sex": (30, 2),
            "issue_count": (32, 4),
            "birth": (36, 16),
            "english_name": (52, 70),
            "number": (122, 36),
            "valid_from": (188, 16),
            "valid_to": (204, 16),
            "english_name_2": (220, 22),
            "nationality": (242, 6),
            "old_number_link": (250, 6),
        },
    }
)
