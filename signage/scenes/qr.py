"""QR codes as inline SVG: no file, no foreign request, sharp at every size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import qrcode
from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_M

from content.model.published import MarketCard, PublicFair, PublicJob, PublicPolicy
from content.theme import words

_QUIET = 4  # modules of white around the code (ISO/IEC 18004)
_VERSION = 3  # at least 29 modules, so that the white around takes no more than a fifth of the drawing's side


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code with the line that says what scanning it does."""

    drawing: Markup
    invitation: str


@lru_cache(maxsize=512)
def draw(text: str) -> Markup:
    """Return the text as an SVG drawing of one path, dark on white, with its quiet zone."""
    code = qrcode.QRCode(version=_VERSION, error_correction=ERROR_CORRECT_M, border=0)
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
    return Markup(drawing).format(side, "".join(runs))  # nosec B704 - escapes what it is given


def _at(market: MarketCard, path: str) -> str:
    return f"{market.public_url.rstrip('/')}/{path}"


def of_policy(policy: PublicPolicy, market: MarketCard) -> Code:
    """Return the code of a policy: its phone page, or its essentials as text where the market has no address."""
    if market.public_url:
        return Code(drawing=draw(_at(market, f"policies/{policy.id}")), invitation="扫码看全文和材料")
    text = f"{policy.title}\n到哪里办：{policy.where}\n咨询：{market.phone or market.complaint_phone}"
    return Code(drawing=draw(text), invitation="扫码存下办事地点")


def of_job(job: PublicJob, market: MarketCard) -> Code:
    """Return the code of a job: its phone page, or what to say at the kiosk where the market has no address."""
    if market.public_url:
        return Code(drawing=draw(_at(market, f"job/{job.number}/")), invitation="扫码看全部要求")
    text = (f"{market.name}\n编号 {job.number} {job.title}\n{words.pay(job)} {job.township_name}\n"
            f"咨询：{market.phone or market.complaint_phone}")  # fmt: skip
    return Code(drawing=draw(text), invitation="扫码存下这个岗位")


def of_page(kind: str, record_id: str, invitation: str, market: MarketCard) -> Code | None:
    """Return the code of a record's phone page; None where the market has no address."""
    if not market.public_url:
        return None
    return Code(drawing=draw(_at(market, f"{kind}/{record_id}/")), invitation=invitation)


def of_stream(fair: PublicFair, market: MarketCard) -> Code | None:
    """Return the code of a live stream, of its phone page while the address is not known."""
    if fair.stream_url:
        return Code(drawing=draw(fair.stream_url), invitation="扫码进直播间")
    return of_page("fairs", fair.id, "扫码看直播安排", market)
