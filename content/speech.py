"""What is said aloud: a recording by staff first, espeak-ng fed with pinyin where there is none, silence last.

Debian 12's Mandarin voice is broken and its pinyin voice guesses readings, so pypinyin decides them, in a child process
(`content.pronouncing`): neither a terminal nor the hub keeps its tables in memory.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from content.edition.reading import Edition
from content.model.prompts import PROMPTS
from content.spoken import spoken

log = logging.getLogger(__name__)

LONGEST = 400  # characters said at once, some ninety seconds
WAV = "audio/wav"
_PRONOUNCING = Path(__file__).with_name("pronouncing.py")
_VOICE = ("-v", "cmn-latn-pinyin", "-s", "140", "--stdout")
_KEPT = 500  # sounds in the folder, some 100 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """One thing to play: a file, or bytes that lie nowhere."""

    mime: str
    path: Path | None = None
    wav: bytes = b""


class Speech:
    """Says prompts and texts; every answer within the deadline, None is silence. Safe for any number of threads."""

    def __init__(self, folder: Path, program: str = "espeak-ng", deadline_s: float = 10.0) -> None:
        self._folder, self._program, self._deadline_s = folder, program, deadline_s
        self._told = False
        self._one_at_a_time = threading.Lock()  # two voices at once help nobody, and a box has two cores

    def prompt(self, key: str, edition: Edition | None) -> Sound | None:
        """Return the recording of a prompt, else its words said by the voice; None for an unknown prompt."""
        recorded = edition.clips().get(key) if edition is not None else None
        if edition is not None and recorded is not None and (found := edition.media_file(recorded.id)) is not None:
            return Sound(mime=found[0].mime, path=found[1])
        return self.say(PROMPTS[key], personal=False) if key in PROMPTS else None

    def say(self, text: str, *, personal: bool) -> Sound | None:
        """Return a text said by the voice; what is personal is never written to the disk."""
        words = spoken(text[:LONGEST])
        if not words:
            return None
        path = self._folder / f"{hashlib.sha256(words.encode()).hexdigest()[:32]}.wav"
        if not personal and path.is_file():
            os.utime(path)
            return Sound(mime=WAV, path=path)
        with self._one_at_a_time:
            wav = self._voiced(words)
        if not wav:
            return None
        if personal:
            return Sound(mime=WAV, wav=wav)
        self._keep(path, wav)
        return Sound(mime=WAV, path=path)

    def _voiced(self, words: str) -> bytes:
        if shutil.which(self._program) is None:
            self._tell("没有装")
            return b""
        try:
            syllables = self._run([sys.executable, "-I", str(_PRONOUNCING)], words.encode())
            return self._run([self._program, *_VOICE, "--stdin"], syllables)
        except (OSError, subprocess.SubprocessError) as error:
            self._tell(type(error).__name__)
            return b""

    def _tell(self, why: str) -> None:
        if not self._told:
            self._told = True
            log.warning("朗读程序 %s 用不了（%s），只放录音：请安装 espeak-ng。", self._program, why)

    def _run(self, command: list[str], given: bytes) -> bytes:
        return subprocess.run(command, input=given, capture_output=True, check=True, timeout=self._deadline_s).stdout

    def _keep(self, path: Path, wav: bytes) -> None:
        """Write a sound whole or not at all, and let the longest unused ones go."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".new", delete=False) as new:
            new.write(wav)
        Path(new.name).replace(path)
        kept = sorted(self._folder.glob("*.wav"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in kept[_KEPT:]:
            old.unlink(missing_ok=True)
