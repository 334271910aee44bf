"""Keys from one root, bodies sealed to the hub, encrypted personal columns, blind indexes and masks.

Formats are final from the first migration:

    sealed body   v=1 (1) | alg=1 (1) | kid (4) | ephemeral X25519 key (32) | nonce (12) | ciphertext + tag
                  key = HKDF-SHA256(shared secret, info "linggong seal" | ephemeral | receiver)
    column        v=1 (1) | alg (1) | kid (4) | nonce (12) | ciphertext + tag
                  associated data "table|column|row id|kid in hex", so that values cannot change places
    alg           1 AES-256-GCM, 2 SM4-GCM (`content.ciphers`); sealed bodies are 1 in both profiles

Source: `reference/reliability.md` section 4; masks: domain B4.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import cast

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from content.ciphers import HubKey, alg_of, decrypt, derive, encrypt
from content.errors import SealError
from content.indexes import NO_LAYER, IndexKey, keyed_digest
from content.model.seekers import Sealed

_HEAD = b"\x01\x01"
_COMPOUND_SURNAMES = frozenset((
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙",
    "慕容", "司徒", "令狐", "夏侯", "南宫", "长孙", "宇文", "端木",
))  # fmt: skip


def key_id(public_key: bytes) -> bytes:
    """Return the 4 bytes by which a key is named in a format."""
    return hashlib.sha256(public_key).digest()[:4]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One Ed25519 key pair that signs editions."""

    private: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> bytes:
        """Return the 32 raw bytes terminals trust."""
        return self.private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature."""
        return self.private.sign(message)


def signed_by(message: bytes, signature: bytes, trusted: tuple[bytes, ...]) -> bool:
    """Say whether one of the trusted 32-byte Ed25519 keys signed the message."""
    for public in trusted:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            continue
        return True
    return False


class DataKey(HubKey):
    """The key of encrypted columns, with the former ones under which rows may still lie until they are re-encrypted.

    It is the bytes of the present key, so that whoever encrypts needs not know that keys change.
    """

    former: tuple[bytes, ...]

    def __new__(cls, key: bytes, former: tuple[bytes, ...] = (), *, gm: bool = False) -> DataKey:
        """Return a key that knows its predecessors."""
        one = cast(DataKey, super().__new__(cls, key, gm=gm))
        one.former = former
        return one


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """Every key of one hub; only the hub ever holds one.

    The root is 32 bytes, and 32 more for each rotation. The first part stays for the chains, the hub's authority and
    the name under which editions are signed; by the last part columns are encrypted, indexes lie under their layer,
    copies have their password and terminals seal. Parts between them open what is still under them.
    """

    edition: Signer
    draft: Signer
    seal: X25519PrivateKey = field(repr=False)
    former_seals: tuple[X25519PrivateKey, ...] = field(repr=False, default=())
    data: DataKey = field(repr=False)
    index: IndexKey = field(repr=False)
    audit: bytes = field(repr=False)
    cookie: bytes = field(repr=False)
    backup: bytes = field(repr=False)
    former_backups: tuple[bytes, ...] = field(repr=False, default=())  # passwords places of copies may still have
    authority: bytes = field(repr=False)  # 48 bytes, of which the certificate authority's key is made

    @staticmethod
    def from_root(root: bytes) -> KeyRing:
        """Derive the ring; SealError when the root is not 32 bytes, and 32 more for each rotation."""
        if not is_root(root):
            raise SealError("根密钥应为 32 字节（换过钥的更长），请系统管理员用密钥托管单恢复。")
        gm, parts = parts_of(root)
        base = parts[0]
        datas = [derive(part, "data", 16 if gm else 32, gm=gm) for part in reversed(parts)]
        # the two pairs of keys are X25519 and Ed25519 in both profiles: terminals hold their public halves
        seals = [derive(part, "seal filing") for part in reversed(parts)]
        return KeyRing(
            edition=Signer(private=Ed25519PrivateKey.from_private_bytes(derive(base, "sign edition"))),
            draft=Signer(private=Ed25519PrivateKey.from_private_bytes(derive(base, "sign draft"))),
            seal=X25519PrivateKey.from_private_bytes(seals[0]),
            former_seals=tuple(map(X25519PrivateKey.from_private_bytes, seals[1:])),
            data=DataKey(datas[0], tuple(datas[1:]), gm=gm),
            index=IndexKey(derive(base, "index", gm=gm), _layers(parts, gm=gm)),
            audit=derive(base, "audit", gm=gm),
            cookie=derive(base, "cookie", gm=gm),
            backup=derive(parts[-1], "backup"),  # restic has its own algorithms
            former_backups=tuple(derive(part, "backup") for part in reversed(parts[:-1])),
            authority=derive(base, "certificate authority", 48),
        )

    @property
    def seal_public(self) -> bytes:
        """Return the 32 raw bytes terminals seal to."""
        return self.seal.public_key().public_bytes_raw()

    @property
    def seals(self) -> tuple[X25519PrivateKey, ...]:
        """Return every key by which what terminals sealed opens: a terminal may not know the present one yet."""
        return (self.seal, *self.former_seals)


def _layers(parts: list[bytes], *, gm: bool) -> dict[str, bytes]:
    laid = [derive(part, "index layer", gm=gm) for part in reversed(parts[1:])]
    return {key_id(layer).hex(): layer for layer in laid} | {"": NO_LAYER}


MOST_PARTS = 4  # of a root: the first, the present one, and what is on its way out


GM_MARK = b"\x02"  # stands before a root of profile gm, so that sheet, copies and commands carry the profile along


def is_root(root: bytes) -> bool:
    """Say whether bytes have the shape of a root."""
    parts = root.removeprefix(GM_MARK) if len(root) % 32 == 1 else root
    return 32 <= len(parts) <= 32 * MOST_PARTS and len(parts) % 32 == 0


def parts_of(root: bytes) -> tuple[bool, list[bytes]]:
    """Return whether a root is of profile gm, and its parts, the first one first."""
    gm = len(root) % 32 == 1
    plain = root[1:] if gm else root
    return gm, [plain[at : at + 32] for at in range(0, len(plain), 32)]


def _seal_key(shared: bytes, ephemeral: bytes, receiver: bytes) -> bytes:
    info = b"linggong seal" + ephemeral + receiver
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(shared)


def seal(receiver: bytes, plaintext: bytes, associated: bytes) -> bytes:
    """Seal bytes to a 32-byte X25519 public key so that only its owner reads them; the sender cannot."""
    own = X25519PrivateKey.generate()
    ephemeral = own.public_key().public_bytes_raw()
    shared = own.exchange(X25519PublicKey.from_public_bytes(receiver))
    nonce = token_bytes(12)
    box = AESGCM(_seal_key(shared, ephemeral, receiver)).encrypt(nonce, plaintext, associated)
    return _HEAD + key_id(receiver) + ephemeral + nonce + box


def unseal_any(own: tuple[X25519PrivateKey, ...], sealed: bytes, associated: bytes) -> bytes:
    """Open what `seal` made for one of these keys; SealError as for `unseal`."""
    named = sealed[2:6]
    mine = next((one for one in own if key_id(one.public_key().public_bytes_raw()) == named), own[0])
    return unseal(mine, sealed, associated)


def unseal(own: X25519PrivateKey, sealed: bytes, associated: bytes) -> bytes:
    """Open what `seal` made for this key; SealError when anything of it or of `associated` was changed."""
    receiver = own.public_key().public_bytes_raw()
    if len(sealed) < 66 or sealed[:2] != _HEAD or sealed[2:6] != key_id(receiver):
        raise SealError("这份密封件不是封给本中心的，或格式不识，请系统管理员查看。")
    ephemeral, nonce, box = sealed[6:38], sealed[38:50], sealed[50:]
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        return AESGCM(_seal_key(shared, ephemeral, receiver)).decrypt(nonce, box, associated)
    except (InvalidTag, ValueError) as error:
        raise SealError("密封件打不开：内容被改动过，请系统管理员查看。") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnCipher:
    """Encrypts personal columns of market.db under the ring's data key."""

    key: bytes = field(repr=False)

    @staticmethod
    def _associated(kid: bytes, table: str, column: str, row_id: str) -> bytes:
        return f"{table}|{column}|{row_id}|{kid.hex()}".encode()

    def _key_of(self, stored: bytes) -> bytes | None:
        known = (self.key, *(self.key.former if isinstance(self.key, DataKey) else ()))
        return next((one for one in known if head_of(one) == stored[:6]), None)

    def is_former(self, stored: bytes) -> bool:
        """Say whether a value lies under a key that was replaced and still opens it."""
        return len(stored) >= 34 and self._key_of(stored) not in (None, bytes(self.key))

    def encrypt(self, text: str, table: str, column: str, row_id: str) -> bytes:
        """Return the stored form of a value, bound to its place."""
        return self.encrypt_bytes(text.encode(), table, column, row_id)

    def encrypt_bytes(self, plain: bytes, table: str, column: str, row_id: str) -> bytes:
        """Return the stored form of a file that belongs to a row, bound to its place."""
        nonce, kid = token_bytes(12), key_id(self.key)
        box = encrypt(self.key, nonce, plain, self._associated(kid, table, column, row_id))
        return head_of(self.key) + nonce + box

    def decrypt(self, stored: bytes, table: str, column: str, row_id: str) -> str:
        """Return the value; SealError when the bytes or their place were changed."""
        return self.decrypt_bytes(stored, table, column, row_id).decode()

    def decrypt_bytes(self, stored: bytes, table: str, column: str, row_id: str) -> bytes:
        """Return the bytes of a file; SealError as for `decrypt`."""
        key = self._key_of(stored)
        if len(stored) < 34 or key is None:
            raise SealError("这一栏不是用现在的密钥加密的，请系统管理员查看密钥。")
        try:
            return decrypt(key, stored[6:18], stored[18:], self._associated(stored[2:6], table, column, row_id))
        except InvalidTag as error:
            raise SealError("这一栏打不开：内容或位置被改动过，请系统管理员查看。") from error


def head_of(key: bytes) -> bytes:
    """Return the 6 bytes that stand before every value under a key: version, algorithm, name of the key."""
    return bytes((1, alg_of(key))) + key_id(key)


def blind_index(key: bytes, kind: str, value: str) -> bytes:
    """Return the 32-byte keyed index by which a value is found again; `kind` is "id1" or "tel1"."""
    return keyed_digest(key, f"{kind}|{unicodedata.normalize('NFKC', value).upper()}".encode())


def code_digest(key: bytes, purpose: str, code: str) -> bytes:
    """Return the keyed digest under which a one-time code, token or slip code is stored."""
    return keyed_digest(key, f"{purpose}|{code}".encode())


def same_digest(one: bytes, other: bytes) -> bool:
    """Compare two digests in constant time."""
    return hmac.compare_digest(one, other)


def mask_name(name: str) -> str:
    """Return 张* · 张*三 · 欧阳** · 阿*** (domain B4)."""
    if len(name) <= 1:
        return name or "*"
    family = 2 if name[:2] in _COMPOUND_SURNAMES else 1
    rest = len(name) - family
    if family == 1 and rest == 2:
        return f"{name[0]}*{name[-1]}"
    return name[:family] + "*" * max(rest, 1)


def mask_id_number(number: str) -> str:
    """Return the first four and last four characters only: never the first 14, which hold the birth date."""
    if len(number) < 12:
        return "*" * len(number)
    return number[:4] + "*" * (len(number) - 8) + number[-4:]


def mask_phone(phone: str) -> str:
    """Return 138****5678; a number of another length keeps its last two digits."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) == 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * max(len(digits) - 2, 0) + digits[-2:]


def protect(cipher: ColumnCipher, index_key: bytes | None, kind: str, value: str, table: str, column: str,
            row_id: str) -> Sealed:  # fmt: skip
    """Return the three things stored for one personal value; `kind` picks the mask: "name", "id1" or "tel1"."""
    masks = {"name": mask_name, "id1": mask_id_number, "tel1": mask_phone}
    return Sealed(
        ciphertext=cipher.encrypt(value, table, column, row_id),
        mask=masks[kind](value),
        index=blind_index(index_key, kind, value) if index_key is not None else None,
    )
