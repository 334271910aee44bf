"""QR codes for papers, as the data: address of an SVG."""

from __future__ import annotations

from base64 import b64encode

_QUIET = 4  # modules of white around the code (ISO/IEC 18004)


def qr_address(text: str) -> str:
    """Return the picture of a text's code, error correction M, to be put into an `img`."""
    import qrcode  # loads Pillow, which only a paper with a code needs

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET)
    code.add_data(text.encode())
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}"><path d="{path}"/></svg>'
    return "data:image/svg+xml;base64," + b64encode(drawing.encode()).decode()
