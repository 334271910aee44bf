"""A security module that exists only in memory: requests in, replies out, with cards and faults on command."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from enum import StrEnum

from kiosk.reader.base import IdCard
from kiosk.reader.card_blocks import encode_address, encode_text_block, read_payload
from kiosk.reader.frames import BadChecksum, Frame, build

SAM_ID_BYTES = bytes.fromhex("05000100E665320187D612004EA082B9")
_STATUS_FAULT = re.compile(r"status_([0-9a-f]{2})", re.ASCII)
_EVERYWHERE = frozenset((0x60, 0x66))
_OK, _EMPTY, _FOUND = 0x90, 0x91, 0x9F
_BAD_CHECKSUM, _BAD_COMMAND, _UNKNOWN_ERROR = 0x10, 0x21, 0x24
_READ_FAILED, _NOT_FOUND, _NOT_SELECTED = 0x41, 0x80, 0x81
_WELL = frozenset((_OK, _FOUND))
_WORDS_OF_A_CARD = bytes.fromhex("6983")
_TEXT, _FINGER = (0x30, 0x01), (0x30, 0x10)
_FINGERPRINT_LENGTH = 1024
READS = (_TEXT, _FINGER)


class Fault(StrEnum):
    """What the twin can do wrong; beside these, `status_41` and the like answer with that status.

    FORGETFUL forgets once that the card has been read, so that the module finds it again. LATE answers after the
    driver has given up. BYTE_BY_BYTE, COALESCED (every reply twice, glued) and CARD_WORDS (SW1 and SW2 not zero) are
    odd ways of a good reply. UNPLUGGED_MID_FRAME hangs up in the middle of the text of a card.
    """

    NONE = "none"
    SILENT = "silent"
    GARBAGE = "garbage"
    HALF_FRAME = "half_frame"
    UNPLUGGED = "unplugged"
    BAD_CHECKSUM = "bad_checksum"
    SAM_SELF_TEST = "sam_self_test"
    NOT_AUTHORISED = "not_authorised"
    AUTH_STORM = "auth_storm"
    PULLED_EARLY = "pulled_early"
    SPURIOUS_ZERO = "spurious_zero"
    NOISE_BEFORE = "noise_before"
    NO_ADDRESS = "no_address"
    NEEDS_RESET = "needs_reset"
    FIRST_READ_FAILS = "first_read_fails"
    FORGETFUL = "forgetful"
    LATE = "late"
    BYTE_BY_BYTE = "byte_by_byte"
    COALESCED = "coalesced"
    BAD_LENGTH = "bad_length"
    CARD_WORDS = "card_words"
    UNPLUGGED_MID_FRAME = "unplugged_mid_frame"
    SILENT_ON_READ = "silent_on_read"
    NOT_SELECTABLE = "not_selectable"
    NO_FINGERPRINT = "no_fingerprint"
    BAD_FINGERPRINT = "bad_fingerprint"
    NO_RADIO_LIMIT = "no_radio_limit"


_REFUSALS: dict[str, tuple[tuple[int, int], int]] = {
    Fault.NO_ADDRESS: ((0x30, 0x03), _BAD_COMMAND),
    Fault.NO_FINGERPRINT: (_FINGER, _BAD_COMMAND),
    Fault.BAD_FINGERPRINT: (_FINGER, 0x37),
    Fault.NO_RADIO_LIMIT: ((0x61, 0xFF), _BAD_COMMAND),
    Fault.NOT_SELECTABLE: ((0x20, 0x02), _NOT_SELECTED),
}


def scripted_status(fault: str) -> int | None:
    """Return the status a fault such as `status_41` stands for, None for any other."""
    scripted = _STATUS_FAULT.fullmatch(fault)
    return int(scripted[1], 16) if scripted else None


def reply(status: int, data: bytes = b"") -> bytes:
    """Return a reply frame with the card's own status words zero."""
    return build(bytes((0, 0, status)) + data)


class SimulatedModule:
    """The module and the card on it.

    As in the field (hardware A.7): once read, a card is not found again until it has left, and 30 03 works only
    after find and select.
    """

    def __init__(self, seed: int = 0) -> None:
        """Start with no card and no fault; `seed` makes the garbage repeatable."""
        self._random = random.Random(seed)
        self._block: bytes | None = None
        self._address: str | None = None
        self._found = self._selected = self._read = False
        self._fault: str = Fault.NONE
        self._reads = 0
        self._was_reset = False
        self.asked: Counter[str] = Counter()
        self.longest_radio_frame = 0

    @property
    def requests(self) -> int:
        """Return how many requests came so far; `asked` counts them by command and parameter, such as 3001."""
        return self.asked.total()

    @property
    def fault(self) -> str:
        """Return the fault in force."""
        return self._fault

    @property
    def card_on(self) -> bool:
        """Tell whether a card lies on the reader."""
        return self._block is not None

    @property
    def card_read(self) -> bool:
        """Tell whether the card that lies there has been read."""
        return self._read

    def put(self, card: IdCard) -> None:
        """Lay a card on the reader in place of any other."""
        self.put_block(encode_text_block(card), card.current_address)

    def put_block(self, block: bytes, address: str | None = None) -> None:
        """Lay a card with these bytes on the reader."""
        self._block, self._address = block, address
        self._reads = 0
        self._was_reset = False
        self.forget()

    def remove(self) -> None:
        """Take the card away."""
        self._block = self._address = None
        self.forget()

    def forget(self) -> None:
        """Forget what was found and read, as on a reset or a loss of power."""
        self._found = self._selected = self._read = False

    def set_fault(self, name: str) -> None:
        """Begin a fault, or end it with `none`; raises `ValueError` on a name that is none."""
        if name not in set(Fault) and scripted_status(name) is None:
            raise ValueError(f"没有这种故障，请改正：{name}")
        self._fault = name
        if name == Fault.FORGETFUL:
            self.forget()

    def answer(self, request: Frame | BadChecksum) -> bytes:
        """Return what goes out on the wire, nothing when the module stays silent."""
        if isinstance(request, BadChecksum):
            self.asked["damaged"] += 1
            return b"" if self._fault == Fault.SILENT else self._spoiled(reply(_BAD_CHECKSUM))
        command = (request.body[0], request.body[1])
        self.asked[bytes(command).hex()] += 1
        if self._fault == Fault.SILENT or (self._fault == Fault.SILENT_ON_READ and command in READS):
            return b""
        if command == (0x61, 0xFF):
            self.longest_radio_frame = request.body[2]
        whole = self._status_for(command)
        return self._spoiled(reply(whole) if whole is not None else self._obey(command))

    def _status_for(self, command: tuple[int, int]) -> int | None:
        if self._fault == Fault.SAM_SELF_TEST:
            return 0x60
        if self._fault == Fault.NOT_AUTHORISED:
            return 0x66
        refused, status = _REFUSALS.get(self._fault, (None, 0))
        if command == refused:
            return status
        return self._status_of_read(command) if command in READS else self._status_by_script(command)

    def _status_of_read(self, command: tuple[int, int]) -> int | None:
        self._reads += 1
        match self._fault:
            case Fault.AUTH_STORM:
                return 0x31 + self._reads % 2
            case Fault.PULLED_EARLY:
                self.remove()
                return _READ_FAILED
            case Fault.FIRST_READ_FAILS if self._reads == 1:
                return _READ_FAILED
            case Fault.NEEDS_RESET if not self._was_reset:
                return _UNKNOWN_ERROR
        return self._status_by_script(command)

    def _status_by_script(self, command: tuple[int, int]) -> int | None:
        status = scripted_status(self._fault)
        if status is None or status in _WELL:
            return None
        spoken_at = {_NOT_FOUND: (0x20, 0x01), _NOT_SELECTED: (0x20, 0x02), 0x40: (0x20, 0x02), _EMPTY: (0x30, 0x03)}
        if command == (0x20, 0x02):
            # A module that refuses select may read all the same (A.7).
            self._selected = self._found
        expected = spoken_at.get(status, command if command in READS else None)
        return status if status in _EVERYWHERE or command == expected else None

    def _obey(self, command: tuple[int, int]) -> bytes:
        acts: dict[tuple[int, int], Callable[[], bytes]] = {
            (0x10, 0xFF): self._reset,
            (0x12, 0xFF): lambda: reply(_OK, SAM_ID_BYTES),
            (0x20, 0x01): self._find,
            (0x20, 0x02): self._select,
            (0x30, 0x01): lambda: self._read_text(None),
            (0x30, 0x10): lambda: self._read_text(_FINGERPRINT_LENGTH),
            (0x30, 0x03): self._read_address,
        }
        if command in ((0x11, 0xFF), (0x61, 0xFF)) or (command[0] == 0x60 and command[1] <= 4):
            return reply(_OK)
        act = acts.get(command)
        return act() if act is not None else reply(_BAD_COMMAND)

    def _reset(self) -> bytes:
        self.forget()
        self._was_reset = True
        return reply(_OK)

    def _find(self) -> bytes:
        if self._block is None or self._read:
            return reply(_NOT_FOUND)
        self._found, self._selected = True, False
        return reply(_FOUND, bytes(4))

    def _select(self) -> bytes:
        if self._block is None or not self._found:
            return reply(_NOT_SELECTED)
        self._selected = True
        return reply(_OK, bytes(8))

    def _read_text(self, fingerprint_length: int | None) -> bytes:
        if self._block is None or not self._selected:
            return reply(_READ_FAILED)
        self._read = True
        return reply(_OK, read_payload(self._block, fingerprint_length))

    def _read_address(self) -> bytes:
        if self._block is None or not self._selected:
            return reply(_READ_FAILED)
        return reply(_OK, encode_address(self._address)) if self._address else reply(_EMPTY)

    def _spoiled(self, frame: bytes) -> bytes:
        match self._fault:
            case Fault.GARBAGE:
                return self._random.randbytes(len(frame))
            case Fault.HALF_FRAME:
                return frame[: len(frame) // 2]
            case Fault.BAD_CHECKSUM:
                return frame[:-1] + bytes([frame[-1] ^ 0xFF])
            case Fault.SPURIOUS_ZERO:
                return frame[:1] + b"\0" + frame[1:]
            case Fault.COALESCED:
                return frame + frame
            case Fault.BAD_LENGTH:
                return frame[:5] + (int.from_bytes(frame[5:7], "big") + 9).to_bytes(2, "big") + frame[7:]
            case Fault.CARD_WORDS:
                return build(_WORDS_OF_A_CARD + frame[9:-1])
            case Fault.NOISE_BEFORE:
                return bytes.fromhex("00FFAAAA") + frame
        return frame
