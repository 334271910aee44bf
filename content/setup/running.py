"""`linggong setup` from the first question to the last service, on a console or from a file of answers."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from content.clock import Clock
from content.errors import SettingsError
from content.setup.answers import Here, Question, check_crypto, read_answer
from content.setup.box import Box
from content.setup.plan import Plan, Setting, plan
from content.setup.questions import next_question, questions

Say = Callable[[str], None]
Ask = Callable[[str], str]


def answers_from(path: Path) -> dict[str, str]:
    """Read a file of answers (TOML, one `key = "answer"` a line); SettingsError when it cannot be read."""
    try:
        document = tomllib.loads(path.read_text("utf8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"回答文件 {path} 读不了（{error}），请系统管理员改正。") from error
    return {key: str(value) for key, value in document.items()}


def set_up(box: Box, clock: Clock, ask: Ask, say: Say, given: Mapping[str, str] | None = None) -> int:
    """Ask, write, found, pair, start; return the exit code. `given` answers for nobody; what is wrong in it ends it."""
    say("正在看这台主机接了哪些设备，最多两分钟……")
    here = box.look(clock)
    for sentence in here.seen:
        say(f"  {sentence}")
    answers = _all_answers(here, ask, say) if given is None else _taken(given, here)
    wanted = plan(answers, here)
    box.write(wanted.settings)
    box.glass(public=wanted.public_glass, policy=wanted.kiosk_policy)
    if wanted.take_over is not None:
        say("正在把备份恢复到这台主机，要几分钟……")
        say(box.restore(wanted.take_over.copy, wanted.take_over.sheet))
    link = _found(box, wanted)
    if wanted.own_terminal is not None:
        _pair_own(box, wanted)
    _start(box, wanted, say)
    if wanted.escrow:
        say("密钥托管单，请抄两遍、核对一遍，封进信封锁好；抄完请清屏（输入 clear）：")
        say(f"  {box.command('backup', 'sheet')}")
    if link:
        say("第一位系统管理员请在 30 分钟内，在自己的电脑上打开下面的网址，自己设密码（网址只能用一次）：")
        say(f"  {link}")
        say(f"过时了就在这台主机上运行：linggong staff-link {answers['admin_login']}")
    if wanted.take_over is not None:
        say("接手好了：账号、密码、终端的配对都和原来一样。旧主机不要再开着收登记；地址变了的终端要是没有自己连过来，"
            "在它上面再运行一次 linggong setup，只改中心的地址，不用配对码。")  # fmt: skip
    say("设置好了。最后请运行 linggong doctor 看一遍。要改回答，再运行一次 linggong setup。")
    return 0


def _all_answers(here: Here, ask: Ask, say: Say) -> dict[str, str]:
    answers: dict[str, str] = {}
    while (question := next_question(answers, here)) is not None:
        answer, fault = read_answer(question, ask(_words(question)), here)
        if fault:
            say(f"  {fault}")
        else:
            answers[question.key] = answer
    return answers


def _words(question: Question) -> str:
    lines = [question.words]
    lines += [f"  {at}. {label}" for at, (_, label) in enumerate(question.choices, 1)]
    shown = next((label for value, label in question.choices if value == question.default), question.default)
    return "\n".join(lines) + (f"\n[{shown}] " if shown else "\n> ")


def _taken(given: Mapping[str, str], here: Here) -> dict[str, str]:
    """Put the answers of a file to the questions; SettingsError names what is wrong, missing or never asked."""
    if fault := check_crypto(given.get("crypto", here.crypto), here):
        raise SettingsError(f"回答文件里的 crypto 不行：{fault}")
    answers: dict[str, str] = {}
    while (question := next_question(answers, here)) is not None:
        answer, fault = read_answer(question, given.get(question.key, ""), here)
        if fault:
            raise SettingsError(f"回答文件里的 {question.key} 不行：{question.words}{fault}")
        answers[question.key] = answer
    # what was asked once and is known by now may stay in the file: setup can be run again
    askable = {one.key for one in questions(answers, replace(here, founded=False, paired=False))}
    if strange := sorted(set(given) - askable):
        raise SettingsError(f"回答文件里这些没有人问：{'、'.join(strange)}，请系统管理员删去或改正。")
    return answers


def _found(box: Box, wanted: Plan) -> str:
    one = wanted.founding
    if one is None:
        return ""
    return box.command("first-administrator", one.login, "--name", one.name, "--market", one.market,
                       "--pledged-on", one.pledged_on)  # fmt: skip


def _pair_own(box: Box, wanted: Plan) -> None:
    kind = str(wanted.own_terminal)
    code = box.command("pairing-code", kind)
    box.write([Setting(section=kind, key="pairing_code", value=code)])


def _start(box: Box, wanted: Plan, say: Say) -> None:
    box.systemctl("disable", *wanted.still)
    enabled = box.systemctl("enable", *wanted.running)
    box.systemctl("stop", *wanted.still)
    if enabled and box.systemctl("restart", *wanted.running):
        say(f"已经启动并设成开机自动启动：{'、'.join(wanted.running)}。")
        return
    say("这台主机的服务没有由程序启动，请系统管理员用 root 运行：")
    say(f"  systemctl disable --now {' '.join(wanted.still)}")
    say(f"  systemctl enable {' '.join(wanted.running)}")
    say(f"  systemctl restart {' '.join(wanted.running)}")
