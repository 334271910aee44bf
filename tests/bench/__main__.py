"""`make bench`: runs every bench module, or those named, prints one table and writes bench.json."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

from tests.bench.figures import Figure, as_json, table

MODULES = ("bench_search", "bench_publish", "bench_lists", "bench_desk", "bench_import", "bench_rules", "bench_market",
           "bench_desk_work", "bench_devices", "bench_input", "bench_kiosk", "bench_screen", "bench_glass",
           "bench_score", "bench_ledgers", "bench_ledger_pages", "bench_reports", "bench_load")  # fmt: skip


def main() -> None:
    """Run the modules named on the command line, or all."""
    figures: list[Figure] = []
    for name in sys.argv[1:] or MODULES:
        print(f"… {name}", file=sys.stderr)
        figures += import_module(f"tests.bench.{name}").run()
    print(table(figures))
    Path("bench.json").write_text(json.dumps(as_json(figures), ensure_ascii=False, indent=1) + "\n", "utf8")


if __name__ == "__main__":
    main()
