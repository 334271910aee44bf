"""A Debian 12 of its own below a folder: made by debootstrap, entered by chroot, with its own mounts and loopback."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SUITE = "bookworm"
_PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive",
          "HOME": "/root"}  # fmt: skip
# a layer of its own over what is below, so that nothing is copied; then what udev would bring: devices every program
# may ask for, and room for semaphores
_MOUNTS = """
mount -t tmpfs none "$1" && mkdir "$1/root" && upper="${3:-$1/upper}" && mkdir -p "$upper" "$upper.work" &&
mount -t overlay -o "lowerdir=$2,upperdir=$upper,workdir=$upper.work" overlay "$1/root" && cd "$1/root" &&
mount -t proc proc proc && mount -t tmpfs -o mode=755 none dev && mount -t tmpfs none tmp &&
mknod -m 666 dev/null c 1 3 && mknod -m 666 dev/zero c 1 5 && mknod -m 666 dev/urandom c 1 9 &&
mknod -m 666 dev/random c 1 8 && mkdir -m 1777 dev/shm && ln -s /proc/self/fd dev/fd &&
ip link set lo up && echo ready && exec sleep 3600
"""


def mirrors() -> list[tuple[str, str]]:
    """Return where this machine's own apt takes Debian from: address and suite, the first one Debian itself."""
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI)\t$(RELEASE)\t$(COMPONENT)", "Created-By: Packages"]
    lines = [line.split("\t") for line in subprocess.check_output(asked, text=True).splitlines()]
    found = [(uri, suite) for uri, suite, component in lines if suite.startswith(SUITE) and component == "main"]
    return sorted(set(found), key=lambda one: one[1])


def bare(root: Path) -> None:
    """Make the least Debian, that knows where its packages come from."""
    places = mirrors()
    subprocess.run(["debootstrap", "--variant=minbase", SUITE, str(root), places[0][0]], check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    # signed by the same keys, but what a mirror in between re-signed is this machine's affair
    lines = "".join(f"deb [trusted=yes] {uri} {suite} main\n" for uri, suite in places)
    (root / "etc/apt/sources.list").write_text(lines, "utf8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A root that is entered: the process `holder` keeps its mounts and its network; `place` is where it lies there."""

    holder: int
    place: Path

    @property
    def root(self) -> Path:
        """Return the root as this process sees it."""
        return Path(f"/proc/{self.holder}/root{self.place}")

    def command(self, words: tuple[str, ...], *, network: bool) -> list[str]:
        """Return the command line that runs inside; without `network` there is a loopback and nothing else."""
        return ["nsenter", f"--target={self.holder}", "--mount", *([] if network else ["--net"]), "chroot",
                str(self.place), *words]  # fmt: skip

    def run(self, *words: str, network: bool = False, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command inside and return what it said, stdout and stderr together."""
        return subprocess.run(self.command(words, network=network), env=_PLAIN | environment, text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip

    def must(self, *words: str, network: bool = False, **environment: str) -> str:
        """Run a command that has to succeed."""
        done = self.run(*words, network=network, **environment)
        assert done.returncode == 0, done.stdout
        return done.stdout

    @contextmanager
    def serving(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """Let a process run inside for as long as the block lasts."""
        process = subprocess.Popen(self.command(words, network=False), env=_PLAIN)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)

    def files(self) -> set[str]:
        """Return every file of the root but what packages and logs of any Debian leave."""
        outside = ("var/log/", "var/cache/", "var/lib/dpkg/", "var/lib/apt/", "run/", "root/")
        found = self.must("find", "/", "-xdev", "-printf", "%P\\n").splitlines()
        return {name for name in found if not name.startswith(outside)}


@contextmanager
def entered(lower: tuple[Path, ...], folder: Path, upper: Path | None = None) -> Iterator[Machine]:
    """Lend what lies in these layers, the upper ones first; changes stay in `upper`, or go with the last process.

    `folder` is an empty folder to mount on.
    """
    folder.mkdir(exist_ok=True)
    words = (str(folder), ":".join(map(str, lower)), "" if upper is None else str(upper))
    with subprocess.Popen(["unshare", "--mount", "--net", "--propagation", "private", "sh", "-c", _MOUNTS, "sh",
                           *words], stdout=subprocess.PIPE) as holder:  # fmt: skip
        try:
            assert holder.stdout is not None and holder.stdout.readline() == b"ready\n"
            yield Machine(holder=holder.pid, place=folder / "root")
        finally:
            holder.kill()
