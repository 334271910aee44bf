"""`make audit`: bandit, our own semgrep rules with their samples, and the known faults of the parts we use."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.audit.verdicts import Verdict, of_findings, of_parts, of_samples

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
TOOLS = ROOT / ".venv-audit/bin"
OURS = ("content", "kiosk", "signage", "printer")


def _told(*command: str) -> Any:
    words = [str(TOOLS / command[0]), *command[1:]]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)
    except ValueError:
        sys.exit(f"{command[0]} gave no answer:\n{done.stderr[-2000:]}")


def _bandit() -> Verdict:
    report = _told("bandit", "-q", "-r", *OURS, "-ll", "-c", "pyproject.toml", "-f", "json")
    return of_findings("bandit", [f"{one['filename']}:{one['line_number']} {one['test_id']}"
                                  for one in report["results"]])  # fmt: skip


def _semgrep(*paths: str) -> list[tuple[str, int, str]]:
    report = _told("semgrep", "scan", "--config", str(HERE / "rules.yml"), "--metrics", "off",
                   "--disable-version-check", "--no-git-ignore", "--json", "--quiet", *paths)  # fmt: skip
    # a tool that passes over what it was given would be well for ever
    wanted = sum(1 for path in paths for _ in (ROOT / path).rglob("*.py"))
    if len(report["paths"]["scanned"]) < wanted * 0.95:
        sys.exit(f"semgrep looked at {len(report['paths']['scanned'])} of {wanted} files")
    return [(one["path"], one["start"]["line"], one["check_id"].rsplit(".", 1)[1]) for one in report["results"]]


def _samples() -> Verdict:
    rules = set(re.findall(r"^  - id: ([\w-]+)$", (HERE / "rules.yml").read_text("utf8"), re.MULTILINE))
    found: dict[str, dict[str, set[str]]] = {"bad": {}, "good": {}}
    with TemporaryDirectory(prefix="samples") as folder:  # semgrep passes over what lies under tests/
        for path in (HERE / "samples").glob("*.py"):
            rule, kind = path.name.split(".")[:2]
            found[kind][rule] = set()
            (Path(folder) / "samples").mkdir(exist_ok=True)
            shutil.copy(path, Path(folder) / "samples")
        for place, _, rule in _semgrep(folder):
            name, kind = Path(place).name.split(".")[:2]
            found[kind][name].add(rule)
    return of_samples(found["bad"], found["good"], rules)


def _parts() -> Verdict:
    report = _told("pip-audit", "-r", "requirements.lock", "--disable-pip", "--format", "json",
                   "--progress-spinner", "off")  # fmt: skip
    allowed = tomllib.loads((HERE / "allowed.toml").read_text("utf8"))["allowed"]
    return of_parts(report, allowed, datetime.now(UTC).date(), os.environ.get("ONLINE") == "1")


def main() -> int:
    """Look at everything, print the record; 1 when something is wrong."""
    ours = of_findings("semgrep", [f"{path}:{line} {rule}" for path, line, rule in _semgrep(*OURS)])
    verdicts = [_bandit(), _samples(), ours, _parts()]
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    print("\n".join(one.line() for one in verdicts))
    return int(not all(one.well for one in verdicts))


if __name__ == "__main__":
    sys.exit(main())
