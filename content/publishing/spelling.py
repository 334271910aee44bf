"""Child of `sounds`: reads a JSON list of hanzi runs, writes the list of their syllables, ends.

pypinyin keeps 57 MB for its phrases, which a hub does not need between two editions; a process of its own gives them
back. It imports nothing of ours, so that it starts in the time pypinyin takes.
"""

import json
import sys

from pypinyin import lazy_pinyin


def spelled(runs: list[str]) -> list[list[str]]:
    """Return plain syllables without tones, ü as v; polyphones by the phrase they stand in."""
    return [[one for one in lazy_pinyin(run, v_to_u=False) if one.isascii()] for run in runs]


if __name__ == "__main__":
    json.dump(spelled(json.loads(sys.stdin.buffer.read())), sys.stdout)
