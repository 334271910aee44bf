"""What an edition is: a signed manifest that names its blobs by sha256.

The signature (Ed25519) is over the manifest's bytes exactly as they travel and lie on disk; they are the canonical JSON
of `Manifest` when the hub writes them, and are never re-encoded afterwards.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import ValidationError

from content.errors import EditionError
from content.model.codec import canonical, from_json, to_plain
from content.privacy import Signer, signed_by

FORMAT = 1
DATABASE = "edition.db"
PROGRAMME = "programme.json"

Kind = Literal["full", "patch", "rollback", "emergency"]

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobRef:
    """One file of an edition; `audience` names who fetches it: "kiosk", "screen", "public"."""

    name: str
    sha256: str  # lower-case hex
    size: int
    audience: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One edition: `order` decides which is newer, `number` is the 期 people read (a patch keeps it)."""

    format: int = FORMAT
    site_id: str
    order: int
    number: int
    kind: Kind
    draft: bool = False
    built_at: datetime
    note: str = ""
    blobs: tuple[BlobRef, ...]

    def blob(self, name: str) -> BlobRef | None:
        """Return the blob of that name, if the edition has one."""
        return next((ref for ref in self.blobs if ref.name == name), None)

    def for_audience(self, audience: str | None) -> tuple[BlobRef, ...]:
        """Return the blobs an audience fetches; None is the hub, which keeps every one."""
        return tuple(ref for ref in self.blobs if audience is None or audience in ref.audience)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedManifest:
    """The manifest's bytes and the 64 bytes that vouch for them."""

    manifest: bytes
    signature: bytes

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON of `GET /link/edition`: the manifest as text, the signature in base64."""
        return {"manifest": self.manifest.decode(), "signature": base64.b64encode(self.signature).decode()}

    @staticmethod
    def from_wire(plain: object) -> SignedManifest:
        """Read what `to_wire` wrote; EditionError when it is something else."""
        if not isinstance(plain, dict):
            raise EditionError("收到的新一期不是约定的格式，请系统管理员查看中心程序。")
        manifest, signature = plain.get("manifest"), plain.get("signature")
        if not isinstance(manifest, str) or not isinstance(signature, str):
            raise EditionError("收到的新一期不是约定的格式，请系统管理员查看中心程序。")
        try:
            return SignedManifest(manifest=manifest.encode(), signature=base64.b64decode(signature, validate=True))
        except (binascii.Error, ValueError) as error:
            raise EditionError("收到的新一期签名写法不对，请系统管理员查看中心程序。") from error


def sign_manifest(manifest: Manifest, signer: Signer) -> SignedManifest:
    """Fix the manifest's bytes and sign them."""
    data = canonical(to_plain(manifest))
    return SignedManifest(manifest=data, signature=signer.sign(data))


def open_manifest(signed: SignedManifest, trusted: tuple[bytes, ...], *, draft: bool = False) -> Manifest:
    """Return the manifest if a trusted key signed it and this program can read it; EditionError otherwise.

    A draft is refused where an edition is wanted and the other way round, whatever key signed it.
    """
    if not signed_by(signed.manifest, signed.signature, trusted):
        raise EditionError("这一期不是本中心签发的，已拒收，请系统管理员核对中心和配对。")
    try:
        manifest = from_json(Manifest, signed.manifest)
    except ValidationError as error:
        raise EditionError("这一期的目录读不懂，可能要升级本机程序，请系统管理员查看。") from error
    if manifest.format != FORMAT:
        raise EditionError(f"这一期是第 {manifest.format} 版格式，本机只认第 {FORMAT} 版，请系统管理员升级本机程序。")
    if manifest.draft is not draft:
        raise EditionError("草稿不能当正式的一期使用，已拒收，请系统管理员查看。")
    names = [ref.name for ref in manifest.blobs]
    sound = all(_NAME.fullmatch(ref.name) and _SHA256.fullmatch(ref.sha256) and ref.size >= 0 for ref in manifest.blobs)
    if not sound or len(set(names)) != len(names) or manifest.order < 1:
        raise EditionError("这一期的目录有不合规矩的条目，已拒收，请系统管理员查看。")
    return manifest
