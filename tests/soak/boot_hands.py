"""Inside a booted machine: runs the orders laid into a folder of the host and lays down what they said.

    boot_hands.py <tty>     a line in: the number of an order; a line out: that its answer lies there

order-7.json is {"words": [...], "more": {...}}, answer-7.json {"code": 0, "said": "..."}. The line carries nothing
else, since long lines lose bytes. Needs nothing but Debian's Python, so that it works without the package too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tty
from pathlib import Path

SHARE = Path("/run/share")


def _mount() -> None:
    told = dict(word.split("=", 1) for word in Path("/proc/cmdline").read_text("utf8").split() if "=" in word)
    SHARE.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "hostfs", "none", str(SHARE), "-o", told["hands"]], check=True)


def main(path: str) -> None:
    """Serve until the power goes."""
    if not SHARE.is_mount():
        _mount()
    line = os.open(path, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(line)
    with os.fdopen(os.dup(line), "rb", buffering=0) as asked:
        os.write(line, b"hands\n")
        for number in asked:
            order = json.loads((SHARE / f"order-{int(number)}.json").read_text("utf8"))
            more = dict(os.environ) | order["more"]
            done = subprocess.run(order["words"], env=more, check=False, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
            said = json.dumps({"code": done.returncode, "said": done.stdout.decode("utf8", "replace")})
            (SHARE / f"answer-{int(number)}.json").write_text(said, "utf8")
            os.write(line, number)


if __name__ == "__main__":
    main(sys.argv[1])
