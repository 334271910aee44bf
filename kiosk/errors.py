"""Faults of the kiosk package.

    KioskError
    ├── TwinAway                 the simulated reader does not run, or refuses a command
    ├── WeakPin                  (staff) the new PIN is no PIN, or the first one anybody would try
    └── DeviceError              a device cannot do its work; carries code, remedy, recoverable
        └── ReaderError
            ├── PortLost         the port is not there, or went away
            │   └── PortTaken    another process holds it
            ├── NoAnswer         nothing usable came before the deadline
            ├── GarbledAnswer    bytes came, but no whole frame, also after asking again
            ├── ModuleUnfit      the module says it may not or cannot work
            └── CardUnreadable   the card was read, but is of no layout known here

Bad data on a card is a flag on the card, and bad data typed by a person is a finding; neither is one of these.
"""

from __future__ import annotations


class KioskError(Exception):
    """A fault of the kiosk; `str(error)` is a Chinese sentence that says who should do what."""


class TwinAway(KioskError):
    """The simulated reader does not run, or refuses a command."""


class DeviceError(KioskError):
    """A device cannot do its work.

    `code` is what an operator quotes, `remedy` what staff should do; `recoverable` says whether trying again by
    itself can help.
    """

    def __init__(self, *, code: str, remedy: str, recoverable: bool) -> None:
        """Make the fault; its text is the remedy with the code behind it."""
        super().__init__(f"{remedy}（{code}）")
        self.code = code
        self.remedy = remedy
        self.recoverable = recoverable


class ReaderError(DeviceError):
    """A fault of the ID-card reader."""


class PortLost(ReaderError):
    """The port is not there, is taken by another process, or went away."""

    _CODE, _REMEDY = "READER-PORT", "请工作人员检查读卡器的数据线是否插好，插好后会自动恢复"

    def __init__(self, cause: str = "") -> None:
        """Keep the driver's own words in `cause`, for the log only."""
        super().__init__(code=self._CODE, remedy=self._REMEDY, recoverable=True)
        self.cause = cause


class PortTaken(PortLost):
    """Another process holds the port."""

    _CODE, _REMEDY = "READER-TAKEN", "请工作人员关掉另一个正在使用读卡器的程序，关掉后会自动恢复"


class NoAnswer(ReaderError):
    """The module gave nothing usable before the command's deadline."""

    def __init__(self) -> None:
        """Make the fault."""
        super().__init__(
            code="READER-SILENT",
            remedy="请工作人员检查读卡器电源，关掉十秒后再打开",
            recoverable=True,
        )


class GarbledAnswer(ReaderError):
    """Bytes came, but no whole and valid frame among them, also after asking again."""

    def __init__(self, *, code: str = "READER-GARBLED") -> None:
        """Name the status byte instead where the module itself reports damaged requests."""
        super().__init__(
            code=code,
            remedy="请工作人员检查读卡器的数据线和波特率设置，换一根线再试",
            recoverable=True,
        )


class ModuleUnfit(ReaderError):
    """The module answers, and says that it may not or cannot work."""

    def __init__(self, *, sw3: int, remedy: str) -> None:
        """Name the status byte (A.5) that said so."""
        super().__init__(code=f"READER-{sw3:02X}", remedy=remedy, recoverable=False)
        self.sw3 = sw3


class CardUnreadable(ReaderError):
    """The card was read, but its text block is of no layout known here."""

    def __init__(self) -> None:
        """Make the fault."""
        super().__init__(
            code="READER-LAYOUT",
            remedy="请工作人员核对证件种类，为本人手工登记",
            recoverable=True,
        )
