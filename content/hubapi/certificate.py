"""What the hub shows of itself: its own authority and the certificate it issued, the market's, or that of before.

In `<data>/tls`: hub-ca.pem (the authority), hub-server.pem (key, certificate and authority in one file, so that a power
cut never leaves a key beside another's certificate), hub-certificate.pem and .key (made for itself by the versions
before; served to whoever knows only it until every terminal knows the authority).
"""

from __future__ import annotations

import ipaddress
import logging
import os
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

from content.errors import SettingsError
from content.hubapi.authority import (
    Key,
    authority_key,
    general_name,
    issue,
    key_pem,
    may_vouch,
    names_in,
    new_authority,
    pem,
)
from content.link.channel import certificate_pin, is_loopback
from content.settings import HubSettings

log = logging.getLogger(__name__)

RENEWED_BEFORE = timedelta(days=30)
AUTHORITY, SERVER, FIRST = "hub-ca.pem", "hub-server.pem", "hub-certificate.pem"


class Shown(StrEnum):
    """Which certificate browsers get."""

    OWN = "own"  # issued by the hub's authority
    FIRST = "first"  # made for itself by a version before
    MARKET = "market"  # named in the settings


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCertificate:
    """The market's certificate and key as the settings name them; `names` are those it has to be for."""

    certificate: Path
    key: Path
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HubCertificate:
    """Where everything the hub can show lies; `names` are the addresses and host names it is for."""

    folder: Path
    names: tuple[str, ...]
    market: MarketCertificate | None = None

    @property
    def authority(self) -> Path:
        """Return the authority's certificate (PEM)."""
        return self.folder / AUTHORITY

    @property
    def server(self) -> Path:
        """Return the one file with key, certificate and authority (PEM, 0600)."""
        return self.folder / SERVER

    @property
    def first(self) -> tuple[Path, Path]:
        """Return certificate and key of the versions before; they may not be there."""
        return self.folder / FIRST, self.folder / "hub-certificate.key"

    @property
    def authority_pem(self) -> str:
        """Return the authority's certificate."""
        return self.authority.read_text("ascii")

    @property
    def pin(self) -> str:
        """Return the authority's pin, which goes into pairing codes."""
        return certificate_pin(ssl.PEM_cert_to_DER_cert(self.authority_pem))

    def shown(self, now: datetime) -> tuple[Shown, Path]:
        """Return what browsers get, and its certificate."""
        if all(path.is_file() for path in self.first):  # before the market's: there are terminals that know no other
            return Shown.FIRST, self.first[0]
        if self.market is not None and _holds(self.market.certificate, now):
            return Shown.MARKET, self.market.certificate
        return Shown.OWN, self.server

    def usual_name(self, now: datetime) -> str:
        """Return the address people are sent to: with the market's certificate a name that it covers."""
        shown, path = self.shown(now)
        held = read_certificate(path) if shown is Shown.MARKET else None
        covered = [one for one in self.names if held is not None and _covers(held, one)]
        named = [one for one in names_in(held) if "*" not in one] if held is not None else []
        name = next(iter((*covered, *named, *self.names)), "")
        return f"[{name}]" if ":" in name else name


def planned(host: str, names: tuple[str, ...], folder: Path, certificate: Path | None = None,
            key: Path | None = None) -> HubCertificate | None:  # fmt: skip
    """Return what the settings ask for, looking at nothing; None on loopback, the only place for plain HTTP."""
    if is_loopback(host):
        return None
    if (certificate is None) != (key is None):
        raise SettingsError("[hub] 里 certificate 和 key 要一起写，请系统管理员补上缺的一个，或两个都删去。")
    market = MarketCertificate(certificate=certificate, key=key, names=names) if certificate and key else None
    own = () if host in {"0.0.0.0", "::"} else (host,)  # nosec B104 - compared, not bound to
    return HubCertificate(folder=folder, names=tuple(dict.fromkeys((*own, *names))), market=market)


def certificate_of(settings: HubSettings) -> HubCertificate | None:
    """Return what the settings of a hub ask for, as `planned` does."""
    return planned(settings.host, settings.names, settings.data / "tls", settings.certificate, settings.key)


def prepare(wanted: HubCertificate, secret: bytes, now: datetime) -> bool:
    """Make whatever is missing or ends within 30 days; return whether the server's certificate is another now.

    SettingsError when the settings name what the authority may not vouch for, or a market's certificate that is none.
    """
    if wanted.market is not None:
        check_market(wanted.market)
    wanted.folder.mkdir(parents=True, exist_ok=True)
    key = authority_key(secret)
    authority = _authority(wanted, key, now)
    if _serves(wanted, authority, now):
        return False
    leaf = ec.generate_private_key(ec.SECP256R1())
    made = issue(authority, key, leaf, _vouched(wanted), now)
    _write(wanted.server, key_pem(leaf) + pem(made) + pem(authority), 0o600)
    log.info("a certificate of the hub's own authority was made, good until %s", made.not_valid_after_utc.date())
    return True


def read_certificate(path: Path) -> x509.Certificate | None:
    """Return the first certificate of a file; None where there is none that can be read."""
    try:
        return x509.load_pem_x509_certificate(_from_first_certificate(path.read_bytes()))
    except (OSError, ValueError):
        return None


def check_market(market: MarketCertificate) -> None:
    """Refuse with SettingsError a market's certificate that is unreadable, another key's, or for other names.

    One that has ended is no reason to stop a market: the hub then shows its own, and its doctor says so.
    """
    told = f"市场的证书 {market.certificate}"
    held = read_certificate(market.certificate)
    if held is None:
        raise SettingsError(f"{told} 读不了，请系统管理员核对 [hub] 的 certificate，要 PEM 格式。")
    try:
        private = serialization.load_pem_private_key(market.key.read_bytes(), None)
        open_to_all = market.key.stat().st_mode & 0o007
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(f"证书的密钥 {market.key} 读不了，请系统管理员核对 [hub] 的 key，"
                            "要 PEM 格式、不带口令。") from error  # fmt: skip
    if open_to_all:
        raise SettingsError(f"证书的密钥 {market.key} 谁都能读，请系统管理员执行 chmod 640 {market.key}。")
    if _spki(private.public_key()) != _spki(held.public_key()):
        raise SettingsError(f"{told} 和密钥 {market.key} 不是一对，请系统管理员换成一起发下来的那两个文件。")
    missing = [one for one in market.names if not _is_address(one) and not _covers(held, one)]
    if missing or not names_in(held):
        which = "、".join(missing) or "任何网址"
        raise SettingsError(f"{told} 里没有 {which}，请系统管理员核对 [hub] 的 names，或换一张写着它的证书。")


def _authority(wanted: HubCertificate, key: Key, now: datetime) -> x509.Certificate:
    kept = read_certificate(wanted.authority)
    if kept is None:
        kept = new_authority(key, wanted.names, now)
        _write(wanted.authority, pem(kept), 0o644)
    if _spki(kept.public_key()) != _spki(key.public_key()):
        raise SettingsError(f"{wanted.authority} 和这台中心的密钥不是一套，请系统管理员从备份恢复整个数据文件夹；"
                            "确实换了密钥的，把它移走再启动，每台电脑要重新信任一次。")  # fmt: skip
    strange = [] if wanted.market else [one for one in wanted.names if not may_vouch(kept, one)]
    if strange:
        raise SettingsError(f"自己的 CA 管不到 {'、'.join(strange)}，请系统管理员改用局域网的地址或 .lan 的名字；"
                            f"一定要用的，把 {wanted.authority} 移走再启动，每台电脑要重新信任一次。")  # fmt: skip
    return kept


def _vouched(wanted: HubCertificate) -> tuple[str, ...]:
    authority = read_certificate(wanted.authority)
    fitting = tuple(one for one in wanted.names if authority is not None and may_vouch(authority, one))
    return fitting or ("hub.linggong.internal",)


def _serves(wanted: HubCertificate, authority: x509.Certificate, now: datetime) -> bool:
    held = read_certificate(wanted.server)
    if held is None or not held.not_valid_before_utc <= now < held.not_valid_after_utc - RENEWED_BEFORE:
        return False
    try:
        held.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return set(names_in(held)) == {str(general_name(one).value) for one in _vouched(wanted)}


def _holds(path: Path, now: datetime) -> bool:
    held = read_certificate(path)
    return held is not None and held.not_valid_before_utc <= now < held.not_valid_after_utc


def _from_first_certificate(data: bytes) -> bytes:
    at = data.find(b"-----BEGIN CERTIFICATE-----")
    if at < 0:
        raise ValueError("no certificate")
    return data[at:]


def _covers(held: x509.Certificate, name: str) -> bool:
    host = str(general_name(name).value)
    return any(one.lower() == host or (one.startswith("*.") and host.partition(".")[2] == one[2:].lower())
               for one in names_in(held))  # fmt: skip


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _spki(public: PublicKeyTypes) -> bytes:
    return public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _write(path: Path, data: bytes, mode: int) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
