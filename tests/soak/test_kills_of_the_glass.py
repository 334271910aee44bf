"""A screen's pages and browser killed again and again under their supervisor: the picture is back each time (T18).

`LINGGONG_SOAK_KILLS` is how often each, 50 by default. A browser that ends soon after its start is started ever
later by design, so each one here counts as well when it is killed.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from signage.browser import keeping
from tests.browser.glass_rig import PATIENCE_S, supervised
from tests.unit.signage.hall import hall, until
from tests.unit.signage.samples import content

pytestmark = pytest.mark.soak
KILLS = int(os.environ.get("LINGGONG_SOAK_KILLS", "50"))
LONGEST_S = 10.0


@pytest.mark.parametrize("what", ["pages", "browser"])
def test_the_picture_is_back_within_ten_seconds_of_each_kill(
    tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_WELL_S", 0.0)
    took = []
    with hall(tmp_path, stay_s=2) as running:
        running.publish(content(30, 2), 1)
        with supervised(running, tmp_path) as glass:
            for number in range(KILLS):
                until(lambda: bool(glass.renderers()), "a page", PATIENCE_S)
                killed_at = running.clock.now()
                assert not glass.painted_since(killed_at), "nobody is back before the kill"
                if what == "pages":
                    glass.kill_renderers()
                else:
                    os.kill(glass.browser(), signal.SIGKILL)
                took.append(glass.back_after(killed_at, f"the picture after kill {number}"))
    print(f"{what}: {KILLS} kills, back after {sorted(took)[KILLS // 2]:.1f} s, at most {max(took):.1f} s")
    assert max(took) <= LONGEST_S
