"""The hub's side of 我的信息: a sealed question, answered at once to the key inside it; never stored, never logged."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from content.errors import SealError
from content.hubapi.answers import refuse
from content.hubapi.attempts import Attempts
from content.hubapi.own_record import own_record
from content.hubapi.parts import HubParts
from content.link.person_hatch import question_binding, sealed_answer
from content.model.codec import from_json
from content.model.codes import TerminalKind
from content.model.own_record import PersonQuestion
from content.model.people import Terminal
from content.privacy import blind_index, unseal_any

_LONGEST = 2048  # characters of a sealed question
_WINDOW = timedelta(minutes=10)
_PER_TERMINAL = 40  # a hall of people, one after another
_PER_PERSON = 10
_REMEMBERED = 20_000  # questions, so that none is put twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A question that may be answered: whose record, to which key."""

    person_index: bytes
    reply_key: bytes
    sealed: bytes = field(repr=False)


class PersonDesk:
    """Opens and answers person questions; `begin` is for one thread (the event loop), `answer` for any.

    Of a question only digests stay, in memory: of itself, so that a repeated one is refused, and of the person, so that
    ten in ten minutes are enough.
    """

    def __init__(self, parts: HubParts) -> None:
        self._parts = parts
        self._by_terminal = Attempts(_PER_TERMINAL, _WINDOW)
        self._by_person = Attempts(_PER_PERSON, _WINDOW)
        self._seen: OrderedDict[bytes, None] = OrderedDict()

    def begin(self, terminal: Terminal, plain: dict[str, Any], now: datetime) -> Opened:
        """Open a question; HTTPException when it may not be answered."""
        if terminal.kind is not TerminalKind.KIOSK:
            raise refuse(403, "只有自助机能查本人的信息，请到自助机上放身份证查。")
        if not self._by_terminal.allow(terminal.id, now):
            raise refuse(429, "这台机器查得太多了，请过几分钟再试，或者到窗口问。")
        opened = self._opened(terminal, plain)
        digest = hashlib.sha256(opened.sealed).digest()
        if digest in self._seen:
            raise refuse(409, "这个问题已经问过了，请拿开身份证再放一次。")
        self._seen[digest] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        if not self._by_person.allow(opened.person_index.hex(), now):
            raise refuse(429, "您刚才查了很多次，请过十分钟再来，或者到窗口问。")
        return opened

    def _opened(self, terminal: Terminal, plain: dict[str, Any]) -> Opened:
        text = plain.get("sealed")
        try:
            if not isinstance(text, str) or len(text) > _LONGEST:
                raise ValueError
            sealed = b64decode(text, validate=True)
            binding = question_binding(self._parts.site_id, terminal.id)
            question = from_json(PersonQuestion, unseal_any(self._parts.keys.seals, sealed, binding))
            reply_key = b64decode(question.reply_key, validate=True)
            if len(reply_key) != 32:
                raise ValueError
        except (ValueError, SealError):
            # one and the same refusal, without its cause: pydantic's message quotes the number
            raise refuse(400, "这个问题打不开，请拿开身份证再放一次；一直如此请系统管理员重新配对这台机器。") from None
        index = blind_index(self._parts.keys.index, "id1", question.id_number)
        return Opened(person_index=index, reply_key=reply_key, sealed=sealed)

    def answer(self, opened: Opened) -> dict[str, Any]:
        """Return the reply; HTTPException for a reply key that is no key."""
        with self._parts.market.reading() as tables:
            record = own_record(tables, opened.person_index)
        try:
            answer = sealed_answer(record, opened.reply_key, opened.sealed)
        except ValueError:
            raise refuse(400, "这个问题打不开，请拿开身份证再放一次。") from None
        return {"sealed": b64encode(answer).decode()}
