"""Both drivers in a process of their own with nothing to do: `python -m tests.bench.resting_drivers READER PRINTER`.

Prints one JSON object: the share of one core used at rest, and while a page waits for a card.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from kiosk.devices import open_printing, open_reader

AT_REST_S = 32.0  # two of the printer worker's rounds
ARMED_S = 10.0
_SETTLE_S = 2.0


def _share(seconds: float) -> float:
    """Return the share of a core this process uses in the coming seconds."""
    began, worked = time.monotonic(), time.process_time()
    time.sleep(seconds)
    return (time.process_time() - worked) / (time.monotonic() - began)


def main() -> None:
    """Run the drivers as the kiosk does, without the kiosk."""
    reader_port, printer_address = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="linggong-rest-") as folder:
        reader = open_reader(reader_port)
        printer = open_printing(printer_address, 58, Path(folder) / "spool.db", lambda event: None)
        if reader is None or printer is None:
            raise SystemExit("both devices are needed")
        reader.start(lambda event: None)
        printer.worker.start()
        time.sleep(_SETTLE_S)
        at_rest = _share(AT_REST_S)
        reader.arm()
        armed = _share(ARMED_S)
        states = {"reader": str(reader.state), "printer": str(printer.printing.printer_state().state)}
        reader.stop()
        printer.worker.stop()
    sys.stdout.write(json.dumps({"at_rest": at_rest, "armed": armed} | states) + "\n")


if __name__ == "__main__":
    main()
