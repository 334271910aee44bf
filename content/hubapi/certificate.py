"""The hub's own certificate: made once in its data folder, trusted by terminals through the pin in the pairing code."""

from __future__ import annotations

import ipaddress
import os
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from content.link.channel import certificate_pin, is_loopback

_LIFE = timedelta(days=3650 * 3)  # the pin is the trust; an expiry would only stop every terminal of a market at once


@dataclass(frozen=True, slots=True, kw_only=True)
class HubCertificate:
    """Where the certificate lies (PEM), and the pin that goes into pairing codes."""

    certificate: Path
    key: Path
    pin: str


def certificate_for(host: str, folder: Path, now: datetime) -> HubCertificate | None:
    """Return the certificate to serve with, made if need be; None on loopback, the only place for plain HTTP."""
    if is_loopback(host):
        return None
    certificate, key = folder / "hub-certificate.pem", folder / "hub-certificate.key"
    if not (certificate.is_file() and key.is_file()):
        folder.mkdir(parents=True, exist_ok=True)
        _make(host, certificate, key, now)
    der = ssl.PEM_cert_to_DER_cert(certificate.read_text("ascii"))
    return HubCertificate(certificate=certificate, key=key, pin=certificate_pin(der))


def valid_until(folder: Path) -> datetime | None:
    """Return when the certificate in a folder ends; None where there is none that can be read."""
    try:
        return x509.load_pem_x509_certificate((folder / "hub-certificate.pem").read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return None


def _make(host: str, certificate: Path, key: Path, now: datetime) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "linggong hub")])
    identifier = x509.SubjectKeyIdentifier.from_public_key(private.public_key())
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _LIFE)
        .add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(identifier, critical=False)
        .sign(private, hashes.SHA256())
    )
    _write(key, private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                      serialization.NoEncryption()), 0o600)  # fmt: skip
    _write(certificate, built.public_bytes(serialization.Encoding.PEM), 0o644)


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _write(path: Path, data: bytes, mode: int) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
