"""Sealing a body into its envelope, and opening it on the hub.

The associated data is the canonical JSON of exactly these header fields, instants written by `clock.to_text`: the
format is final, so a field added to the header later is not part of it.
"""

from __future__ import annotations

from base64 import b64decode, b64encode

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from content.clock import to_text
from content.errors import SealError
from content.model.codec import canonical
from content.model.filings import Envelope, FilingHeader
from content.privacy import seal, unseal_any


def associated(header: FilingHeader) -> bytes:
    """Return the bytes by which a header is bound to its body."""
    return canonical({
        "id": header.id,
        "kind": header.kind,
        "version": header.version,
        "site_id": header.site_id,
        "terminal": header.terminal,
        "seq": header.seq,
        "occurred_at": to_text(header.occurred_at),
        "clock_ok": header.clock_ok,
    })


def close_envelope(header: FilingHeader, body: bytes, seal_key: bytes) -> Envelope:
    """Seal a body to the hub's 32-byte key; whoever seals cannot open it again."""
    return Envelope(header=header, sealed=b64encode(seal(seal_key, body, associated(header))).decode())


def open_envelope(envelope: Envelope, *keys: X25519PrivateKey) -> bytes:
    """Return the body, sealed to any of a hub's keys; SealError when header or body was changed or is another hub's."""
    try:
        sealed = b64decode(envelope.sealed, validate=True)
    except ValueError as error:
        raise SealError("呈报的密封件不完整，请系统管理员查看这台终端的磁盘。") from error
    return unseal_any(keys, sealed, associated(envelope.header))
