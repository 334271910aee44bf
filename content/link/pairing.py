"""Being paired: what a terminal got for its one-time code, kept in one file that only its service can read."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from content.errors import LinkError, NotPaired
from content.link.channel import fetch_certificate, json_object, open_client, spoken, trust_in
from content.model.codes import TerminalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """A terminal's place in the market; `contiguous_seq` is where its numbering stood when it was paired."""

    hub_url: str
    certificate: str  # PEM, what is trusted: pinned at pairing, told over that channel since; "" on loopback
    terminal: str
    token: str = field(repr=False)
    prefix: str
    site_id: str
    seal_key: bytes  # 32 bytes X25519
    trusted_keys: tuple[bytes, ...]  # 32 bytes Ed25519 each
    contiguous_seq: int = 0
    moved_from: str = ""  # the address in the settings of this box, which the hub has left since


def pair(hub_url: str, code: str, kind: TerminalKind | str, name: str) -> Paired:
    """Redeem a code such as `12345678` or, off loopback, `12345678-ab12cd34ef56ab78` (with the hub's pin).

    LinkError when the code or the certificate is refused, HubAway when the hub does not answer.
    """
    digits, _, pin = code.strip().partition("-")
    secure = hub_url.startswith("https:")
    if secure and not pin:
        raise LinkError("配对码里缺少证书指纹，请系统管理员在中心重新生成配对码并完整输入。")
    certificate = fetch_certificate(hub_url, pin) if secure else ""
    body = {"code": digits, "kind": str(TerminalKind(kind)), "name": name}
    with open_client(hub_url, trust_in(hub_url, certificate)) as client:
        with spoken():
            response = client.post("/link/pair", json=body)
        answer = json_object(response)
    return _from_answer(answer, hub_url, certificate)


def _from_answer(answer: dict[str, Any], hub_url: str, certificate: str) -> Paired:
    try:
        return Paired(
            hub_url=hub_url,
            certificate=certificate,
            terminal=str(answer["terminal"]),
            token=str(answer["token"]),
            prefix=str(answer["prefix"]),
            site_id=str(answer["site_id"]),
            seal_key=b64decode(answer["seal_key"], validate=True),
            trusted_keys=tuple(b64decode(key, validate=True) for key in answer["trusted_keys"]),
            contiguous_seq=int(answer["contiguous_seq"]),
            moved_from=str(answer.get("moved_from", "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise LinkError("配对资料不完整，请系统管理员删去它并重新配对。") from error


def keep(path: Path, paired: Paired) -> None:
    """Write the pairing so that it survives a power cut; the file is readable by its owner only."""
    plain = {
        "hub_url": paired.hub_url,
        "certificate": paired.certificate,
        "terminal": paired.terminal,
        "token": paired.token,
        "prefix": paired.prefix,
        "site_id": paired.site_id,
        "seal_key": b64encode(paired.seal_key).decode(),
        "trusted_keys": [b64encode(key).decode() for key in paired.trusted_keys],
        "contiguous_seq": paired.contiguous_seq,
        "moved_from": paired.moved_from,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf8") as file:
        json.dump(plain, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def load(path: Path, hub_url: str = "") -> Paired | None:
    """Read the pairing kept before; None when there is none, LinkError when the file is damaged.

    `hub_url` is where the hub is by the settings of this box; the pinned certificate stays. A hub that said itself
    where it moved to is believed over settings that still name the address it left.
    """
    try:
        plain = json.loads(path.read_text("utf8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise LinkError(f"配对资料 {path} 读不了，请系统管理员检查文件，或删去后重新配对。") from error
    if not isinstance(plain, dict):
        raise LinkError(f"配对资料 {path} 读不了，请系统管理员检查文件，或删去后重新配对。")
    kept, left = str(plain.get("hub_url", "")), str(plain.get("moved_from", ""))
    return _from_answer(plain, kept if not hub_url or hub_url == left else hub_url, str(plain.get("certificate", "")))


def pair_once(path: Path, hub_url: str, code: str, kind: TerminalKind | str, name: str) -> Paired:
    """Return the kept pairing, or redeem the code and keep what it gave; NotPaired when there is neither."""
    kept = load(path, hub_url)
    if kept is not None:
        return kept
    if not code:
        raise NotPaired("这台终端还没有配对，请系统管理员在中心生成配对码，写进设置后重新启动。")
    paired = pair(hub_url, code, kind, name)
    keep(path, paired)
    return paired
