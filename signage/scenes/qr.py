"""QR codes as inline SVG: no file, no foreign request, sharp at every size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import qrcode
from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_M

from content.model.published import MarketCard, PublicPolicy

_QUIET = 4  # modules of white around the code (ISO/IEC 18004)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code with the line that says what scanning it does."""

    drawing: Markup
    invitation: str


@lru_cache(maxsize=512)
def draw(text: str) -> Markup:
    """Return the text as an SVG drawing of one path, dark on white, with its quiet zone."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text.encode())
    code.make(fit=True)
    runs = []
    for y, row in enumerate(code.get_matrix()):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            start = x
            while x < len(row) and row[x]:
                x += 1
            runs.append(f"M{start + _QUIET} {y + _QUIET}h{x - start}v1h-{x - start}z")
    side = len(code.get_matrix()) + 2 * _QUIET
    drawing = '<svg class="qr-code" viewBox="0 0 {0} {0}" shape-rendering="crispEdges"><path d="{1}"/></svg>'
    return Markup(drawing).format(side, "".join(runs))


def of_policy(policy: PublicPolicy, market: MarketCard) -> Code:
    """Return the code of a policy: its phone page, or its essentials as text where the market has no address."""
    if market.public_url:
        address = f"{market.public_url.rstrip('/')}/policies/{policy.id}"
        return Code(drawing=draw(address), invitation="扫码看全文和材料")
    text = f"{policy.title}\n到哪里办：{policy.where}\n咨询：{market.phone or market.complaint_phone}"
    return Code(drawing=draw(text), invitation="扫码存下办事地点")
