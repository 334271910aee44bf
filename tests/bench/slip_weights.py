"""What a slip weighs and how long it takes at 115200 baud when the ROM writes it, when parts are drawn, when all is."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from printer.conversation import Conversation, Ending, print_slip
from printer.encode import Mode, encode
from printer.fonts import FontChain
from printer.profiles import Profile, profile_named
from printer.samples import sample_receipts
from printer.transports.serial import SerialTransport
from tests.bench.figures import Figure
from tests.bench.wire_taps import PtyTap
from tests.contract.printer_process import twin

_BYTES_PER_S = 115_200 / 10
_DEADLINE_S = 30.0
_JOB = "job"


def _chunks(profile: Profile, mode: Mode) -> dict[str, tuple[bytes, ...]]:
    """Return the bytes of each of the nine slips; the profile draws QR codes itself where we draw nothing."""
    able = replace(profile, native_qr=True) if mode is Mode.TEXT else profile
    glyphs = FontChain()
    return {receipt.kind: encode(receipt, able, glyphs, mode).chunks for receipt in sample_receipts()}


def _acknowledged_s(link: Path, chunks: tuple[bytes, ...], profile: Profile) -> float:
    """Return how long one slip takes from the first question to the printer's word that all is processed."""
    transport = SerialTransport(str(link))
    began = time.monotonic()
    transport.open(began + _DEADLINE_S)
    try:
        line = Conversation(transport)
        attempt = print_slip(line, chunks, profile, began + _DEADLINE_S, lambda: None, unjam=False)
    finally:
        transport.close()
    if attempt.ending is not Ending.CONFIRMED:
        raise RuntimeError(f"the slip ended as {attempt.ending}")
    return time.monotonic() - began


def weigh(folder: Path) -> list[Figure]:
    """Weigh all nine slips in each mode and width, and send one of each over a line that is as slow as a real one."""
    figures = []
    for name, dots in (("58mm", 384), ("80mm", 576)):
        profile, place = profile_named(name), folder / name
        place.mkdir()
        tap = PtyTap(place / "line", bytes_per_s=_BYTES_PER_S)
        with twin("pty", place, "--width", str(dots)) as printer:
            tap.join(printer.link)
            try:
                for mode in Mode:
                    slips = _chunks(profile, mode)
                    figures += _figures(f"{name}, {mode}", slips, _acknowledged_s(tap.link, slips[_JOB], profile))
            finally:
                tap.close()
            if errors := printer.status()["errors"]:
                raise RuntimeError(f"the printer did not understand: {errors}")
    return figures


def _figures(name: str, slips: dict[str, tuple[bytes, ...]], seconds: float) -> list[Figure]:
    weights = {kind: sum(map(len, chunks)) for kind, chunks in slips.items()}
    usual, heaviest = median(weights.values()) / 1000, max(weights.values()) / 1000
    return [
        Figure(name=f"weight of a job slip, {name}", value=weights[_JOB] / 1000, unit="kB",
               note=f"nine kinds: median {usual:.1f}, heaviest {heaviest:.1f} kB"),
        Figure(name=f"a job slip at 115200 baud until acknowledged, {name}", value=seconds, unit="s",
               baseline=weights[_JOB] / _BYTES_PER_S, note="baseline: the slip's bytes alone, computed"),
    ]  # fmt: skip
