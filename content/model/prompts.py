"""What the kiosk says aloud: a recording is made or uploaded in 素材 for each, and what is missing is listed there."""

from __future__ import annotations

# key to the words to be recorded, as a walk-in should hear them
PROMPTS: dict[str, str] = {
    "welcome": "您好，点一下屏幕就能找活，不用登录，不收任何费用。",
    "home": "请点您要办的事：找活、求职登记、看政策、学技能、维权。",
    "find": "请点工种，或者用拼音、手写输入要找的活。",
    "list": "点一个岗位看详细，日结的、离得近的在前面。",
    "job": "这是岗位的详细情况，要打印请点打印按钮。",
    "consent": "登记前请听一下：我们只记姓名、证件号、电话和想干的活，用来给您找活，您随时可以要求删除。",
    "place-card": "请把身份证平放在读卡区，不要移动。",
    "reading": "正在读卡，请勿移动。",
    "card-again": "没有读出来，请把身份证拿开，再重新放一次。",
    "take-card": "好了，请拿好您的身份证。",
    "no-reader": "读卡器现在不能用，请用手工登记，或者叫工作人员帮忙。",
    "wishes": "请点您想干的活、愿意去的乡镇，什么时候能上工。",
    "when": "请点什么时候能上工、愿意去哪里，再填电话，没有手机也行。",
    "filed": "登记好了，请拿好小票，工作人员会和您联系。",
    "apply-notice": "报名要用身份证；不想留姓名，可以自己打屏幕上的电话。",
    "apply": "您同意了，才把姓名和电话告诉这家单位。同意请点左边的按钮。",
    "applied": "报名好了，请拿好小票。单位会打您留的电话。",
    "receipt": "收下了，请拿好小票，号码和查询码也在屏幕上。",
    "printing": "正在打印，请稍等。",
    "no-paper": "小票打不出来，请记下屏幕上的号码，或者用手机拍下来。",
    "still-here": "您还在吗？要接着办请点一下屏幕，不点就回到首页了。",
    "goodbye": "已经清除您的信息，祝您顺利。",
    "call-staff": "已经通知工作人员，请稍等。",
    "underage": "未满十六周岁不能登记求职，请和家人一起到窗口咨询。",
}


def missing_prompts(recorded: frozenset[str]) -> tuple[str, ...]:
    """Return the keys that have no recording yet, in the order in which they are heard."""
    return tuple(key for key in PROMPTS if key not in recorded)
