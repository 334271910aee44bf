"""`linggong hand-over export | check | delete`: what a person types at the end of an operator's contract."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from content.backup.sheet import root_from
from content.clock import Clock
from content.errors import BackupError
from content.privacy import KeyRing
from content.reports.paper import draw, page_of
from content.root_key import root_key
from content.security.ending import certificate_values, delete_all, hand_over, keep_as_json
from content.security.handing_over import check
from content.settings import BackupSettings

_TYPE_IT = "请输入归档密钥（接收单位的单子上），按回车："


def add_hand_over_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its words."""
    deeds = commands.add_parser("hand-over", help="合同到期：全部数据移交、核对、删除并出证明").add_subparsers(
        dest="deed", metavar="做什么", required=True)  # fmt: skip
    out = deeds.add_parser("export", help="停用账号，把全部数据写成一个加密的归档")
    out.add_argument("--into", type=Path, required=True, metavar="文件夹")
    out.add_argument("--to", required=True, metavar="接收单位")
    look = deeds.add_parser("check", help="用归档密钥打开归档，逐个核对")
    gone = deeds.add_parser("delete", help="删除中心和备份盘上的全部数据，出删除证明")
    for one in (look, gone):
        one.add_argument("archive", type=Path, metavar="归档")
    gone.add_argument("--certificate", type=Path, required=True, metavar="证明.pdf")
    gone.add_argument("--by", required=True, metavar="执行人")
    gone.add_argument("--witness", required=True, metavar="监督人")


def run_hand_over(words: argparse.Namespace, data: Path, settings: BackupSettings, clock: Clock,
                  say: Callable[[str], None], ask: Callable[[str], str]) -> int:  # fmt: skip
    """Carry out one command; return the exit code."""
    try:
        return _carry_out(words, data, settings, clock, say, ask)
    except OSError as error:
        raise BackupError(f"{error.filename or '文件'} 读写不了（{error.strerror}），没有做完。"
                          "请系统管理员检查路径，让 linggong 账号能读写那个文件夹，再来一次。") from error  # fmt: skip


def _carry_out(words: argparse.Namespace, data: Path, settings: BackupSettings, clock: Clock,
               say: Callable[[str], None], ask: Callable[[str], str]) -> int:  # fmt: skip
    if words.deed == "export":
        path = data / "keys" / "root.key"
        if not path.exists():
            raise BackupError(f"{data} 里没有中心的数据，没有什么可移交。")
        return hand_over(data, KeyRing.from_root(root_key(path)), words.into, words.to, clock, say)
    key = root_from(ask(_TYPE_IT))
    if words.deed == "check":
        made = check(words.archive, key, words.archive.parent)
        say(f"归档打得开，{len(made.rows)} 张表 {sum(made.rows.values())} 行，{len(made.files)} 个文件，都和清单一样。")
        return 0
    record = words.certificate.with_suffix(".json")
    done = delete_all(data, settings, words.archive, key, (words.by, words.witness), clock, keep_as_json(record))
    words.certificate.write_bytes(draw(page_of("deletion_certificate.html", certificate_values(done))))
    say(f"都删了。删除证明在 {words.certificate}，同样内容给程序读的在 {record}。")
    say("请打印证明，执行人、监督人签字，接收单位盖章。")
    for one in done.left:
        say(f"还要人来做：{one}")
    return 0
