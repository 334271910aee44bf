"""The hub's own certificate authority: its key derives from the root key, and it may speak for this building only.

A clerk's PC that trusts it hands over nothing else: the authority is constrained to private addresses, to names that
exist in no public register, and to what the settings name. So a stolen hub cannot pass for a bank.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_LIFE = timedelta(days=20 * 365)
LEAF_LIFE = timedelta(days=397)  # what browsers take of any authority, if only of public ones by force
_EARLIER = timedelta(days=1)  # a PC whose clock is a little behind
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-5)
_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7",
             "fe80::/10")  # fmt: skip
_SUFFIXES = ("lan", "local", "internal", "home.arpa")
_SUBJECT = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "零工市场 CA")])

Key = ec.EllipticCurvePrivateKey


def authority_key(secret: bytes) -> Key:
    """Return the authority's key for 48 derived bytes: who restores the root key has it again (FIPS 186-5 A.2.1)."""
    return ec.derive_private_key(int.from_bytes(secret, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def new_authority(key: Key, names: Iterable[str], now: datetime) -> x509.Certificate:
    """Return the certificate of an authority that may vouch for private places and for `names`."""
    usage = _usage(certificates=True)
    return (
        _begun(_SUBJECT, key.public_key(), now, now + AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(_permitted(tuple(names)), None), critical=True)
        .sign(key, hashes.SHA256())
    )


def issue(authority: x509.Certificate, key: Key, leaf: Key, names: tuple[str, ...], now: datetime) -> x509.Certificate:
    """Return a server's certificate for `names`, addresses or host names."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "linggong hub")])
    return (
        _begun(subject, leaf.public_key(), now, now - _EARLIER + LEAF_LIFE)
        .add_extension(x509.SubjectAlternativeName([general_name(one) for one in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def may_vouch(authority: x509.Certificate, name: str) -> bool:
    """Say whether a name or address lies within what the authority is constrained to."""
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or ()
    wanted = str(general_name(name).value)
    try:
        address = ipaddress.ip_address(wanted)
    except ValueError:
        hosts = [one.value for one in permitted if isinstance(one, x509.DNSName)]
        return any(wanted == host or wanted.endswith(f".{host}") for host in hosts)
    return any(address in ipaddress.ip_network(str(one.value)) for one in permitted if isinstance(one, x509.IPAddress))


def names_in(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return the names and addresses a certificate is for, in its order."""
    try:
        held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(str(one.value) for one in held if isinstance(one, x509.DNSName | x509.IPAddress))


def general_name(name: str) -> x509.DNSName | x509.IPAddress:
    """Return an address or a host name as certificates hold it."""
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode("ascii").lower())


def pem(certificate: x509.Certificate) -> bytes:
    """Return a certificate as PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def key_pem(key: Key) -> bytes:
    """Return a key as PKCS #8 in PEM, not encrypted: whoever writes it sees to 0600."""
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                             serialization.NoEncryption())  # fmt: skip


def _begun(subject: x509.Name, public: ec.EllipticCurvePublicKey, now: datetime,
           ends: datetime) -> x509.CertificateBuilder:  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(_SUBJECT)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates, key_cert_sign=certificates, crl_sign=certificates,
        content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False)  # fmt: skip


def _permitted(names: tuple[str, ...]) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_network(one)) for one in _NETWORKS]
    found += [x509.DNSName(one) for one in _SUFFIXES]
    for one in map(general_name, names):
        found.append(x509.IPAddress(ipaddress.ip_network(one.value)) if isinstance(one, x509.IPAddress) else one)
    return found
