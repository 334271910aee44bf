"""A machine that boots, made once a run: LINGGONG_SOAK_DISK names a disk with Debian made before, else one is made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.soak import boot_hall
from tests.soak.boot_hall import Hall, settled
from tests.soak.boot_image import depended, image, prepared
from tests.soak.boot_machine import Booted


@pytest.fixture(scope="session")
def boot_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("boot")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def installed_hub(boot_folder: Path) -> Hall:
    """A hub that was set up and switched off; about 2 GB."""
    disk = os.environ.get("LINGGONG_SOAK_DISK", "")
    if not disk:
        disk = str(boot_folder / "debian.img")
        image(boot_folder, prepared(boot_folder, depended()), Path(disk))
    return boot_hall.set_up(boot_folder, Path(disk))


@pytest.fixture
def hall(installed_hub: Hall, boot_folder: Path) -> Iterator[Hall]:
    copy = installed_hub.copy(boot_folder / "box.disk")
    yield copy
    copy.disk.unlink()


@pytest.fixture
def hub(hall: Hall) -> Iterator[Booted]:
    with hall.on() as machine:
        settled(machine)
        yield machine
