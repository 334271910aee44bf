"""QR codes as SVG drawn into the page."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

_QUIET = 4  # modules, ISO/IEC 18004


@lru_cache(maxsize=64)
def qr_svg(text: str) -> Markup:
    """Return the code of a text, error correction M; takes a few milliseconds the first time."""
    import qrcode  # loads Pillow, which the first page must not wait for

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    side = len(rows)
    return Markup('<svg viewBox="0 0 {0} {0}" shape-rendering="crispEdges" role="img" aria-label="二维码">'
                  '<path d="{1}"/></svg>').format(side, path)  # fmt: skip
