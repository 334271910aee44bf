"""Which picture of `trades.svg` stands for a trade: its own for those people ask for, else the one of its group."""

from __future__ import annotations

from functools import cache

from content.model.trades import trades

_GROUPS = {
    "A": "building", "B": "wrench", "C": "broom", "D": "tray", "E": "scooter", "F": "bag", "G": "phone", "H": "needle",
    "I": "factory", "J": "ear", "K": "shield",
}  # fmt: skip
_TRADES = """
A01 shovel A02 bricks A03 trowel A04 bars A05 saw A06 ladder A07 roller A08 tiles A09 mixer A10 hammer A11 boxes
A12 sofa
B01 bolt B02 aircon B03 washer B04 pipe B05 drops B06 window B07 chair B08 key B09 mask B10 ebike B11 laptop B12 sign
C01 broom C02 sparkle C03 window C04 pot C05 home C06 bottle C07 cradle C08 wheelchair C09 bed C10 child C11 iron
D01 tray D02 plate D03 knife D04 chef D05 bed D06 till D07 feast D08 steamer
E01 scooter E02 parcel E03 belt E04 tape E05 truck E06 car E07 loading E08 shelf
F01 bag F02 leaflet F03 till F04 stage F05 mic F06 form
G01 phone G02 mic G03 film G04 headset G05 pen G06 chart
H01 pen H02 camera H03 keyboard H04 scissors H05 needle H06 book
I01 sewing I02 chip I03 parcel I04 magnifier I05 press I06 bread I07 leaf I08 forklift
J01 basket J02 fruit J03 ear J04 sprayer J05 tree J06 fish J07 hen J08 tractor J09 greenhouse
K01 shield K02 gate K03 bin K04 flower K05 whistle K06 parking K07 hands
"""


@cache
def _pictures() -> dict[str, str]:
    words = _TRADES.split()
    return _GROUPS | dict(zip(words[::2], words[1::2], strict=True))


def picture(code: str) -> str:
    """Return the name of the picture of a trade ("A11") or of a group ("A"); the wrench for what is neither."""
    known = _pictures()
    return known.get(code) or known.get(code[:1], "wrench")


def undrawn() -> tuple[str, ...]:
    """Return the trades that share the picture of their group because they have none of their own."""
    return tuple(code for code in trades() if code not in _pictures())
