"""The one place that asks python-escpos for bytes: QR codes a printer draws itself.

python-escpos 3.1 garbles Chinese text, cuts with other bytes than it was asked for and pads pictures with black, so
text, pictures and cuts are built here in the package and python-escpos is the oracle their tests compare with. Its
`GS ( k` sequence is right, and is used where a profile says that the printer draws QR codes.
"""

import logging
import os
import sys
import tempfile

from printer.raster import qr_module_dots

_PICKLE_FOLDER = "ESCPOS_CAPABILITIES_PICKLE_DIR"


def native_qr(data: str, module_dots: int) -> bytes:
    """Return the bytes of a QR code of level M, centred by the printer; the quiet zone is the empty paper."""
    _load_escpos()
    from escpos.constants import QR_ECLEVEL_M, QR_MODEL_2
    from escpos.printer import Dummy

    device = Dummy()
    device.qr(data, ec=QR_ECLEVEL_M, size=module_dots, model=QR_MODEL_2, native=True)
    return b"\x1b\x61\x01" + bytes(device.output) + b"\x1b\x61\x00"


def native_qr_module(data: str, width_dots: int) -> int:
    """Return the module's side for a natively drawn code, 0 when the code is too long for the paper."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.exceptions import DataOverflowError

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(data)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        return 0
    return qr_module_dots(code.modules_count, width_dots)


def _load_escpos() -> None:
    """Import python-escpos without what it leaves behind: a pickle in a temporary folder, a root log handler."""
    if "escpos.printer" in sys.modules:
        return
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    before = os.environ.get(_PICKLE_FOLDER)
    with tempfile.TemporaryDirectory(prefix="linggong-escpos-") as folder:
        os.environ[_PICKLE_FOLDER] = folder
        try:
            import escpos.printer  # noqa: F401
        finally:
            if before is None:
                del os.environ[_PICKLE_FOLDER]
            else:
                os.environ[_PICKLE_FOLDER] = before
    root.handlers[:] = handlers
    root.setLevel(level)
