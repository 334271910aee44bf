"""Small real packages as a release has them: built by dpkg-deb, signed by a key of the test's own."""

from __future__ import annotations

import hashlib
import os
import subprocess
from base64 import b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

RELEASE, STRANGER = Ed25519PrivateKey.from_private_bytes(b"r" * 32), Ed25519PrivateKey.from_private_bytes(b"s" * 32)


def keep_key(folder: Path) -> Path:
    """Put the release key where a box keeps them."""
    folder.mkdir(exist_ok=True)
    (folder / "linggong.pub").write_text(b64encode(RELEASE.public_key().public_bytes_raw()).decode(), "ascii")
    return folder


def build(folder: Path, version: str, *, key: Ed25519PrivateKey = RELEASE, name: str = "linggong",
          architecture: str = "amd64", protocols: str = "Linggong-Protocol: 2\nLinggong-Oldest-Protocol: 1\n",
          filling: int = 1000) -> Path:  # fmt: skip
    """Return a package in the folder, its signature beside it."""
    stage = folder / f"stage-{name}-{version}-{architecture}"
    (stage / "DEBIAN").mkdir(parents=True)
    (stage / "DEBIAN/control").write_text(
        f"Package: {name}\nVersion: {version}\nArchitecture: {architecture}\nInstalled-Size: 10\n{protocols}"
        "Maintainer: a <a@example.invalid>\nDescription: small\n", "utf8")  # fmt: skip
    (stage / "filling").write_bytes(os.urandom(filling))
    made = folder / f"{name}_{version}_{architecture}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "-b", str(stage), str(made)], check=True,
                   capture_output=True)  # fmt: skip
    sign(made, key)
    return made


def sign(package: Path, key: Ed25519PrivateKey) -> None:
    """Write the signature of a package, as a release has it, over its sha256."""
    digest = hashlib.sha256(package.read_bytes()).digest()
    package.with_name(package.name + ".sig").write_text(b64encode(key.sign(digest)).decode(), "ascii")
