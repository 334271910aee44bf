"""Debian's zinnia (libzinnia0, tegaki-zinnia-simplified-chinese) by its C interface, where it is installed."""

from __future__ import annotations

import ctypes
import logging
import threading
from collections.abc import Sequence
from ctypes import c_char_p, c_int, c_size_t, c_void_p
from pathlib import Path

from kiosk.input.features import Stroke

log = logging.getLogger(__name__)

LIBRARY = "libzinnia.so.0"
MODEL = Path("/usr/share/tegaki/models/zinnia/handwriting-zh_CN.model")
_SIDE = 300  # the canvas the model was made on
_FILLED = 0.75  # of it, by the longer side of the ink: on human strokes 6 of 100 more first places than as drawn

_SIGNATURES: dict[str, tuple[type | None, list[type]]] = {
    "recognizer_new": (c_void_p, []),
    "recognizer_open": (c_int, [c_void_p, c_char_p]),
    "recognizer_classify": (c_void_p, [c_void_p, c_void_p, c_size_t]),
    "character_new": (c_void_p, []),
    "character_clear": (None, [c_void_p]),
    "character_set_width": (None, [c_void_p, c_size_t]),
    "character_set_height": (None, [c_void_p, c_size_t]),
    "character_add": (c_int, [c_void_p, c_size_t, c_int, c_int]),
    "result_size": (c_size_t, [c_void_p]),
    "result_value": (c_char_p, [c_void_p, c_size_t]),
    "result_destroy": (None, [c_void_p]),
}


class Zinnia:
    """One model and one character under a lock: the library may not be used by two threads at once."""

    def __init__(self, library: ctypes.CDLL, recogniser: c_void_p) -> None:
        self._library, self._recogniser = library, recogniser
        self._character = c_void_p(library.zinnia_character_new())
        self._lock = threading.Lock()

    def ranked(self, strokes: Sequence[Stroke], most: int) -> tuple[str, ...]:
        """Return the likeliest characters for strokes in any unit, in the order in which they were drawn."""
        with self._lock:
            call, drawn = self._library, self._character
            call.zinnia_character_clear(drawn)
            call.zinnia_character_set_width(drawn, _SIDE)
            call.zinnia_character_set_height(drawn, _SIDE)
            for n, stroke in enumerate(_centred(strokes)):
                for x, y in stroke:
                    call.zinnia_character_add(drawn, n, int(x), int(y))
            found = c_void_p(call.zinnia_recognizer_classify(self._recogniser, drawn, most))
            if not found:
                return ()
            try:
                size = call.zinnia_result_size(found)
                return tuple(call.zinnia_result_value(found, n).decode() for n in range(size))
            finally:
                call.zinnia_result_destroy(found)


def _centred(strokes: Sequence[Stroke]) -> list[list[tuple[float, float]]]:
    """Move the ink to the middle of the model's canvas and stretch it to its usual size, proportions kept."""
    xs, ys = ([point[axis] for stroke in strokes for point in stroke] for axis in (0, 1))
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    scale = _SIDE * _FILLED / (max(right - left, bottom - top) or 1.0)
    return [[((x - (left + right) / 2) * scale + _SIDE / 2, (y - (top + bottom) / 2) * scale + _SIDE / 2)
             for x, y in stroke] for stroke in strokes]  # fmt: skip


def open_zinnia(library: str = LIBRARY, model: Path = MODEL) -> Zinnia | None:
    """Return zinnia with its model for simplified Chinese, None where either is missing; then ours works alone."""
    if not model.is_file():
        return None
    try:
        found = ctypes.CDLL(library)
    except OSError:
        return None
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(found, f"zinnia_{name}")  # [] would make one that is not kept
        function.restype, function.argtypes = result, arguments
    recogniser = c_void_p(found.zinnia_recognizer_new())
    if not found.zinnia_recognizer_open(recogniser, str(model).encode()):
        log.warning("手写模型打不开，手写只用自带的识别：请重装 tegaki-zinnia-simplified-chinese。")
        return None
    return Zinnia(found, recogniser)
