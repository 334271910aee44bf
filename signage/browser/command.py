"""The command line that starts Chromium for a screen: pure, so that its promises can be tested by reading it."""

from __future__ import annotations

import shlex
from pathlib import Path

# Chromium alone calls home, throttles what nobody looks at, and asks questions nobody answers.
_FLAGS = (
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--disable-infobars",
    "--disable-session-crashed-bubble",
    "--hide-crash-restore-bubble",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--metrics-recording-only",
    "--no-pings",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--autoplay-policy=no-user-gesture-required",
    "--password-store=basic",
    "--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,InterestFeedContentSuggestions",
    "--js-flags=--max-old-space-size=256",
    # whatever a page or the browser itself would ask for, no name and no address but this box resolves
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-address=127.0.0.1",
    "--remote-debugging-port=0",  # the browser takes a free one and writes it into its profile
)
_WITHOUT_GPU = ("--disable-gpu", "--disable-gpu-compositing")


def browser_command(template: str, profile: Path, page: str, with_gpu: bool = True) -> tuple[str, ...]:
    """Return the words of the command; `template` is the setting `[screen] browser`, wrapper first.

    ValueError when the template is empty or its quotes do not close.
    """
    words = shlex.split(template)
    if not words:
        raise ValueError("no browser is named")
    spare = () if with_gpu else _WITHOUT_GPU
    return (*words, *_FLAGS, *spare, f"--user-data-dir={profile}", f"--app={page}")
