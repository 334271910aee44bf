"""What can go wrong with the printer, as one tree.

    PrinterError
    ├── ReceiptError            the slip itself cannot be printed; a programmer or an editor must change it
    │   └── PersonalNumberOnPaper
    ├── UnknownProfile          the configuration names a printer nobody described
    ├── BadAddress              the configuration names no way to a printer
    ├── FontsMissing            a picture was asked for on a box without fonts
    ├── TransportError          the line to the printer; all of them can recover
    │   ├── CannotConnect
    │   │   └── LineTaken
    │   ├── LineLost
    │   └── DeadlinePassed
    └── SpoolError
        ├── DriverTooOld
        ├── NoSuchSlip
        ├── CannotReprint
        └── CannotUnseal
"""

from typing import ClassVar


class PrinterError(Exception):
    """Root of the printer's errors: `code` is for the operator, `remedy` says who should do what."""

    code: ClassVar[str] = "P00"
    remedy: ClassVar[str] = "请工作人员查看打印机服务的日志。"
    recoverable: ClassVar[bool] = False

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(f"[{self.code}] {self.remedy}" + (f"（{detail}）" if detail else ""))


class ReceiptError(PrinterError):
    """A receipt that must not or cannot be laid out."""

    code = "P10"
    remedy = "这张小票的内容不能打印，请系统管理员检查小票内容。"


class PersonalNumberOnPaper(ReceiptError):
    """A receipt carried something shaped like an ID number; paper never does (R: names masked, no ID number)."""

    code = "P11"
    remedy = "小票上不能出现身份证号码，请系统管理员改正小票内容。"


class UnknownProfile(PrinterError):
    """The configured printer profile does not exist."""

    code = "P12"
    remedy = "配置里的打印机型号不存在，请系统管理员改 linggong.toml。"


class BadAddress(PrinterError):
    """The configured address is none of the known forms."""

    code = "P13"
    remedy = "打印机地址写法不对，请系统管理员写成 tcp://地址:9100、serial:///dev/ttyUSB0 或 usb:/dev/usb/lp0。"


class FontsMissing(PrinterError):
    """No font that draws hanzi is installed, and a picture was asked for; slips are still printed, from the ROM."""

    code = "P14"
    remedy = "这台机器没有装汉字字体，画不出图片，请系统管理员安装 fonts-noto-cjk。"


class TransportError(PrinterError):
    """The line to the printer failed."""

    code = "P20"
    remedy = "连不上打印机，请工作人员检查打印机的电源和连线。"
    recoverable = True


class CannotConnect(TransportError):
    """The port or address could not be opened."""

    code = "P21"


class LineTaken(CannotConnect):
    """Another program holds the printer."""

    code = "P24"
    remedy = "打印机正被另一个程序使用，请系统管理员关掉那个程序。"


class LineLost(TransportError):
    """The line broke while it was in use: unplugged, closed by the printer, reset."""

    code = "P22"
    remedy = "和打印机的连接断了，请工作人员检查连线后重新开机。"


class DeadlinePassed(TransportError):
    """The printer did not take the bytes in time."""

    code = "P23"
    remedy = "打印机没有反应，请工作人员关掉打印机再打开。"


class SpoolError(PrinterError):
    """The list of waiting slips could not be kept."""

    code = "P30"
    remedy = "打印队列不能用，请系统管理员检查磁盘空间和权限。"


class DriverTooOld(SpoolError):
    """The SQLite library has the WAL corruption bug (fixed in 3.51.3)."""

    code = "P31"
    remedy = "SQLite 版本太旧，请系统管理员重新安装程序。"


class NoSuchSlip(SpoolError):
    """Nobody ever asked for this slip."""

    code = "P32"
    remedy = "没有这张小票的记录，请工作人员重新打印。"


class CannotUnseal(SpoolError):
    """The slip's bytes were sealed with a key that is gone, or are damaged."""

    code = "P34"
    remedy = "这张小票的内容打不开了，请在原来的页面重新打印。"


class CannotReprint(SpoolError):
    """The slip is confirmed, still under way, or its bytes are already wiped."""

    code = "P33"
    remedy = "这张小票不能补打，请工作人员回到原来的页面重新打印。"
