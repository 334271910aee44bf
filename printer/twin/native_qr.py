"""GS ( k of the simulated printer: a QR code drawn by the printer from data it was given before."""

_QR = 0x31


class NativeQr:
    """Keeps module size, level and data between the functions of GS ( k, as the printer does."""

    def __init__(self) -> None:
        self._module = 3
        self._level = 0x30
        self._data = b""

    def take(self, data: bytes) -> tuple[int, bytes] | None:
        """Take one function (cn fn ...); return (bytes per row, dots) when it is the one that prints."""
        if len(data) < 2 or data[0] != _QR:
            return None
        match data[1]:
            case 0x43:
                self._module = data[2]
            case 0x45:
                self._level = data[2]
            case 0x50:
                self._data = data[3:]
            case 0x51:
                return self._drawn()
            case _:
                pass
        return None

    def _drawn(self) -> tuple[int, bytes]:
        import qrcode

        level = {0x30: 1, 0x31: 0, 0x32: 3, 0x33: 2}.get(self._level, 1)
        code = qrcode.QRCode(error_correction=level, border=0)
        code.add_data(self._data)
        code.make(fit=True)
        rows = bytearray()
        side = code.modules_count * self._module
        row_bytes = (side + 7) // 8
        for line in code.get_matrix():
            bits = "".join(("1" if dark else "0") * self._module for dark in line).ljust(row_bytes * 8, "0")
            rows += int(bits, 2).to_bytes(row_bytes, "big") * self._module
        return row_bytes, bytes(rows)
