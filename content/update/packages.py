"""Looking at a package before it is trusted: whole by its checksum, ours by its fields, newer than what is here.

What lies on the stick, and on the box:

    linggong_0.2.0_amd64.deb            with .sha256 (as sha256sum writes it); where the box keeps keys, .sig
    /etc/linggong/release-keys/*.pub    base64 of an Ed25519 key each; the signature is over the package's sha256
"""

from __future__ import annotations

import binascii
import subprocess
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from content.digests import file_sha256
from content.errors import SettingsError

NAME = "linggong"
_AGAIN = "请重新把安装包和校验文件一起复制到 U 盘。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package that was looked at and may be installed."""

    path: Path
    version: str
    signed: bool


def look_at(path: Path, keys: Path) -> Package:
    """Return a package that is whole and ours; SettingsError says what is wrong with it."""
    digest = _digest(path)
    if _noted(path) != digest:
        raise SettingsError(f"{path.name} 和校验文件对不上，可能复制坏了，没有安装。{_AGAIN}")
    signed = _signed(path, digest, keys)
    fields = {name: _field(path, name) for name in ("Package", "Version", "Architecture")}
    if (fields["Package"], fields["Architecture"]) != (NAME, "amd64"):
        raise SettingsError(f"{path.name} 不是零工站的安装包（amd64），没有安装。请核对文件名。")
    return Package(path=path, version=fields["Version"], signed=signed)


def compare(one: str, operator: str, other: str) -> bool:
    """Compare two versions as dpkg does: lt, le, eq, ge, gt."""
    return subprocess.run(["dpkg", "--compare-versions", one, operator, other], check=False).returncode == 0


def _digest(path: Path) -> str:
    try:
        return file_sha256(path)
    except OSError as error:
        raise SettingsError(f"{path} 读不了（{error.strerror}），请系统管理员核对路径，或换一个 U 盘。") from error


def _noted(path: Path) -> str:
    beside = path.with_name(path.name + ".sha256")
    try:
        return beside.read_text("ascii").split()[0].lower()
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise SettingsError(f"没有校验文件 {beside.name}，没有安装。{_AGAIN}") from error


def _signed(path: Path, digest: str, keys: Path) -> bool:
    """Say whether a release key signed it; SettingsError where the box keeps keys and none of them did."""
    try:
        known = [Ed25519PublicKey.from_public_bytes(b64decode(one.read_text("ascii"), validate=False))
                 for one in sorted(keys.glob("*.pub"))]  # fmt: skip
    except (OSError, ValueError) as error:
        raise SettingsError(f"{keys} 里的发布公钥读不了，没有安装。请系统管理员核对。") from error
    if not known:
        return False
    try:
        signature = b64decode(path.with_name(path.name + ".sig").read_text("ascii"))
    except (OSError, binascii.Error, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} 没有开发方的签名文件（.sig），没有安装。{_AGAIN}") from error
    for key in known:
        try:
            key.verify(signature, bytes.fromhex(digest))
        except InvalidSignature:
            continue
        return True
    raise SettingsError(f"{path.name} 的签名不是开发方的，没有安装。请不要用这个文件，向开发方另要一个。")


def _field(path: Path, name: str) -> str:
    run = subprocess.run(["dpkg-deb", "-f", str(path), name], capture_output=True, text=True, check=False)
    if run.returncode:
        raise SettingsError(f"{path.name} 不是一个安装包，没有安装。{_AGAIN}")
    return run.stdout.strip()
