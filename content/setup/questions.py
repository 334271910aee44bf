"""Which question comes next: pure, so that the same answers lead the same way on a console and from a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from content.setup.answers import (
    Here,
    Question,
    Role,
    check_address,
    check_code,
    check_crypto,
    check_device,
    check_folder,
    check_hours,
    check_hub_url,
    check_login,
    check_market,
    check_pledge,
    check_sheet,
    check_site,
)

PANELS = (("268", "21.5 英寸"), ("230", "18.5 英寸"), ("194", "15.6 英寸"), ("398", "32 英寸"))
PAPER = (("58mm", "58 毫米"), ("80mm", "80 毫米"), ("58mm-mute", "58 毫米，打印机不报状态"))
BEGIN = (("new", "新的中心"), ("take-over", "接手原来的中心，要有备份和密钥托管单"))
CRYPTO = (("standard", "国际通用算法（AES、SHA-256），没有别的要求就选它"),
          ("gm", "国密算法（SM4、SM3），上级要求做密码应用安全性评估（密评）的选它"))  # fmt: skip
YES_NO = (("yes", "是"), ("no", "否"))


def next_question(answers: Mapping[str, str], here: Here) -> Question | None:
    """Return the first question without an answer; None when all is known."""
    return next((one for one in questions(answers, here) if one.key not in answers), None)


def questions(answers: Mapping[str, str], here: Here) -> Iterator[Question]:
    """Yield what is asked of such a box, in order; `answers` decides what comes after the role."""
    yield Question(key="role", words="这台主机用来做什么？", default=_role_now(here),
                   choices=tuple((str(role), role.label) for role in Role))  # fmt: skip
    if "role" not in answers:
        return
    role = Role(answers["role"])
    if role.is_hub:
        yield from _of_hub(answers, here)
    else:
        yield from _of_terminal(here, role)
    if role.has_devices:
        yield from _of_devices(answers, here, role)
    if role.has_screen:
        yield Question(key="screen_name", words="这块屏叫什么？", default=here.setting("screen", "name", "大厅屏 1"),
                       check=check_market)  # fmt: skip
        yield Question(key="hours", words="几点亮屏？例如 1-5 07:30-18:00；一直亮就直接按回车",
                       default=here.setting("screen", "hours"), may_be_empty=True, check=check_hours)  # fmt: skip


def _role_now(here: Here) -> str:
    """Return what the settings look like; "" on a box that was never asked."""
    hub, kiosk, screen = (bool(here.setting(*place)) for place in
                          (("hub", "host"), ("kiosk", "hub_url"), ("screen", "hub_url")))  # fmt: skip
    if hub:
        return str(Role.HUB_KIOSK if kiosk else Role.HUB_SCREEN if screen else Role.HUB)
    if kiosk:
        return str(Role.WINDOW if here.setting("kiosk", "role") == "window" else Role.KIOSK)
    return str(Role.SCREEN) if screen else ""


def _of_hub(answers: Mapping[str, str], here: Here) -> Iterator[Question]:
    address = here.setting("hub", "host") or next(iter(here.addresses), "127.0.0.1")
    yield Question(key="address", words="这台主机在局域网里的固定地址？工作人员和终端都用它", default=address,
                   check=check_address)  # fmt: skip
    if not here.founded:
        yield Question(key="begin", words="这是一个新的中心，还是接手原来的中心（换主机、恢复备份）？", default="new",
                       choices=BEGIN)  # fmt: skip
    taken_over = answers.get("begin") == "take-over"
    if taken_over:
        yield Question(key="copy", words="备份在哪里？备份盘上的文件夹，例如 /mnt/linggong-backup/hub",
                       check=check_folder)  # fmt: skip
        yield Question(key="sheet", words="请照密钥托管单输入密钥", check=check_sheet)
        yield Question(key="site_id", words="市场编号？和原来的一样", check=check_site)
    elif not here.founded:
        yield Question(key="market", words="市场的名称？", check=check_market)
        yield Question(key="site_id", words="市场编号？6 位行政区划代码，加“-01”", check=check_site)
        yield Question(key="crypto", words="姓名、证件号码、电话用哪种算法加密？现在定了，以后不能改",
                       default=here.crypto or here.setting("hub", "crypto", "standard"), choices=CRYPTO,
                       check=check_crypto)  # fmt: skip
        yield Question(key="admin_name", words="第一位系统管理员的姓名？", check=check_market)
        yield Question(key="admin_login", words="他（她）的登录名？小写字母和数字", check=check_login)
        yield Question(key="pledged_on", words="他（她）哪天签的数据安全责任书？例如 2026-01-31", check=check_pledge)
    yield Question(key="public", words="开手机页吗？群众扫码在手机上看岗位（8083 端口）", default="no", choices=YES_NO)
    yield Question(key="backup_disk", words="备份盘上的文件夹？例如 /mnt/linggong-backup/hub；还没有就直接按回车",
                   default=here.setting("backup", "disk") or answers.get("copy", ""), may_be_empty=True,
                   check=check_folder)  # fmt: skip
    if not here.founded and not taken_over:
        yield Question(key="escrow", words="现在抄写密钥托管单吗？密钥会显示在屏上，请先备好信封，请旁人离开",
                       default="yes", choices=YES_NO)  # fmt: skip


def _of_terminal(here: Here, role: Role) -> Iterator[Question]:
    section = "screen" if role.has_screen else "kiosk"
    yield Question(key="hub_url", words="中心的地址？在中心“设备”页上", default=here.setting(section, "hub_url"),
                   check=check_hub_url)  # fmt: skip
    if not here.paired:
        yield Question(key="code", words="配对码？在中心“设备”页上生成，15 分钟内有效", check=check_code)


def _of_devices(answers: Mapping[str, str], here: Here, role: Role) -> Iterator[Question]:
    name = "窗口 1" if role is Role.WINDOW else "自助机 A1"
    yield Question(key="kiosk_name", words="这台机器叫什么？", default=here.setting("kiosk", "name", name),
                   check=check_market)  # fmt: skip
    reader = here.setting("kiosk", "reader_port") or here.found.get("kiosk.reader_port", "")
    yield Question(key="reader", words="读卡器接在哪里？没有就直接按回车", default=reader, may_be_empty=True,
                   check=check_device)  # fmt: skip
    printer = here.setting("kiosk", "printer") or here.found.get("kiosk.printer", "")
    yield Question(key="printer", words="小票打印机接在哪里？没有就直接按回车", default=printer, may_be_empty=True,
                   check=check_device)  # fmt: skip
    if answers.get("printer"):
        profile = here.setting("kiosk", "printer_profile") or here.found.get("kiosk.printer_profile", "58mm")
        yield Question(key="paper", words="小票纸多宽？", default=profile, choices=PAPER)
    if role is not Role.WINDOW:
        yield Question(key="panel", words="触摸屏多大？", default=here.setting("kiosk", "panel_mm", "268"),
                       choices=PANELS)  # fmt: skip
