"""我的信息 asked of the hub: the card's number sealed to the hub, the answer to a key that lives for one question.

Neither side keeps or logs either. A question is bound to the terminal that puts it, an answer to its question.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from content.errors import HubAway, SealError
from content.link.hub import Hub
from content.model.codec import canonical, from_json, to_json
from content.model.own_record import OwnRecord, PersonQuestion
from content.privacy import seal, unseal

PADDED_TO = 4096  # bytes: the length of an answer does not tell whether somebody is known


def question_binding(site_id: str, terminal: str) -> bytes:
    """Return what a question is bound to, so that no other terminal can put it."""
    return canonical({"what": "person question", "site_id": site_id, "terminal": terminal})


def answer_binding(sealed_question: bytes) -> bytes:
    """Return what an answer is bound to, so that it fits no other question."""
    return canonical({"what": "person answer", "question": hashlib.sha256(sealed_question).hexdigest()})


def sealed_answer(record: OwnRecord, reply_key: bytes, sealed_question: bytes) -> bytes:
    """Return the hub's answer, readable by whoever put the question and by nobody else."""
    plain = to_json(record)
    padded = plain + b" " * (-len(plain) % PADDED_TO)
    return seal(reply_key, padded, answer_binding(sealed_question))


def ask_person(hub: Hub, id_number: str) -> OwnRecord:
    """Return what the hub knows of the holder of a card; HubAway, NotPaired or LinkError when it cannot be asked."""
    one_time = X25519PrivateKey.generate()
    reply_key = b64encode(one_time.public_key().public_bytes_raw()).decode()
    question = to_json(PersonQuestion(id_number=id_number, reply_key=reply_key))
    sealed = seal(hub.paired.seal_key, question, question_binding(hub.paired.site_id, hub.paired.terminal))
    plain = hub.ask("person", sealed=b64encode(sealed).decode())
    try:
        answer = unseal(one_time, b64decode(str(plain["sealed"]), validate=True), answer_binding(sealed))
        return from_json(OwnRecord, answer)
    except (KeyError, ValueError, SealError):
        # without its cause: pydantic's message quotes the answer
        raise HubAway("中心主机的回答读不懂，请稍后再试；一直如此请系统管理员核对两边的程序版本。") from None
