"""The fields of a registration and what it says when it cannot go on."""

from __future__ import annotations

from content.model.abilities import PhoneOf
from kiosk import registering
from kiosk.components.writer import Field

HAND = (
    Field(key="name", label="姓名", kind="name", most=registering.LONGEST_NAME, hint="身份证上的姓名"),
    Field(key="id_number", label="身份证号", kind="id", most=18, hint="18 位，最后一位可能是 X"),
)
PHONE = Field(key="phone", label="手机号", kind="phone", most=12, hint="有活给您打电话")
PHONES = {
    PhoneOf.OWN: PHONE,
    PhoneOf.RELATIVE: Field(key="phone", label="家里人的手机号", kind="phone", most=12,
                            hint="有活打给家里人"),
}
TOO_YOUNG = ("未满16周岁不能求职登记", (
    "国家规定，不满 16 岁不能出来干活。", "刚才的信息没有存下来。", "上学、生活有难处，可以打 12355。"))  # fmt: skip
AT_WINDOW = ("这张证件请到窗口登记", ("机器上看不出出生日期，", "请拿着证件到求职登记窗口，工作人员给您办。"))
NOT_PAIRED = "这台机器还不能登记，请到求职登记窗口办；也请告诉工作人员：机器还没有和中心配对。"
ALREADY = "您已经登记好了，不用再登一次。要改的话，在首页点“我的信息”，或到求职登记窗口说一声。"
UNPRINTED = "登记已经办成了，记下回执号和查询码也行。"
