"""The terminal's side of the hatch: a question put live to the hub; hub away is said in words, nothing is kept."""

from __future__ import annotations

from content.errors import HubAway
from content.link.hub import Hub
from content.model.calls import CallAnswer, CallQuestion
from content.model.codec import from_plain
from content.model.tickets import QueueAnswer
from content.model.walk_in import ReceiptAnswer


def ask_call(hub: Hub, question: CallQuestion) -> CallAnswer:
    """Call for staff, ask how the call stands, or take it back; HubAway, NotPaired or LinkError as for a receipt."""
    try:
        return from_plain(CallAnswer, hub.ask(question.value))
    except ValueError as error:
        raise HubAway("中心主机的回答读不懂，请系统管理员核对两边的程序版本。") from error


def ask_queue(hub: Hub) -> QueueAnswer:
    """Return how many wait for each matter and whether numbers are given; HubAway, NotPaired or LinkError."""
    try:
        return from_plain(QueueAnswer, hub.ask("queue"))
    except ValueError as error:
        raise HubAway("中心主机的回答读不懂，请系统管理员核对两边的程序版本。") from error


def ask_receipt(hub: Hub, number: str, code: str) -> ReceiptAnswer:
    """Return what a receipt answers; HubAway, NotPaired or LinkError when the hub cannot be asked."""
    plain = hub.ask("receipt", number=number, code=code)
    try:
        return from_plain(ReceiptAnswer, plain)
    except ValueError:
        # without its cause: pydantic's message quotes the answer
        raise HubAway("中心主机的回答读不懂，请稍后再查；一直如此请系统管理员核对两边的程序版本。") from None
