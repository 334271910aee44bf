"""The packages the data are made of: named, fetched by their own tools, held to a hash, unpacked."""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

# each asks its registry's ordinary client by name and version, in the folder where the archive shall lie
_FETCH = {
    "npm": lambda name, version: ["npm", "pack", "--silent", f"{name}@{version}"],
    "debian": lambda name, version: ["apt-get", "download", f"{name}={version}"],
    "pypi": lambda name, version: ["pip", "download", "-q", "--no-deps", "--no-binary", ":all:", f"{name}=={version}"],
}


class SourceError(Exception):
    """An archive cannot be had, or is another than the recorded one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One package; `sha256` is the archive's, `licence_file` lies beside the data."""

    name: str
    registry: str
    version: str
    archive: str
    sha256: str
    licence: str
    licence_file: str


def read_sources(path: Path) -> tuple[Source, ...]:
    """Return the packages that SOURCES.toml names."""
    return tuple(Source(**table) for table in tomllib.loads(path.read_text("utf8"))["source"])


def digest(path: Path) -> str:
    """Return the sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def unpacked(source: Source, folder: Path, given: Path | None) -> Path:
    """Return a folder with the package's files; fetches the archive unless `given` holds it."""
    held = given or folder
    if given is None:
        subprocess.run(_FETCH[source.registry](source.name, source.version), cwd=folder, check=True)
    archive = next(iter(sorted(held.glob(source.archive))), None)
    if archive is None:
        raise SourceError(f"{source.name}: no archive {source.archive}")
    if digest(archive) != source.sha256:
        raise SourceError(f"{source.name}: the archive is not the recorded one; see what changed before recording it")
    target = folder / f"{source.name}.files"
    target.mkdir()
    if source.registry == "debian":
        subprocess.run(["dpkg", "-x", str(archive.absolute()), str(target)], check=True)
    else:
        with tarfile.open(archive) as packed:
            packed.extractall(target, filter="data")
    return target
