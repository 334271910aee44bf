"""100,000 rows in every ledger of one market.db, over three years and of 70,000 persons, for its pages to be timed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from sqlite_utils import Database

from content.clock import SystemClock, calendar_day, to_text
from content.privacy import ColumnCipher, KeyRing
from content.store.tables import Tables
from tests.bench.bench_ledgers import LINES, PERSONS

_SPAN_MINUTES = 3 * 525_600
_MASKS = tuple(f"{family}*{given}" for family in "王李张刘陈杨赵黄周吴" for given in "伟芳娜敏静丽强磊军洋")
_Row = dict[str, Any]


class Filling:
    """One market on its way to being full."""

    def __init__(self, db: Database, keys: KeyRing, firms: tuple[str, ...], jobs: tuple[str, ...]) -> None:
        self._db, self._firms, self._jobs = db, firms, jobs
        self._dice, self._now = random.Random(11), SystemClock().now()
        self._cipher = ColumnCipher(key=keys.data)

    def _insert(self, table: str, rows: Iterator[_Row]) -> None:
        columns = self._db.execute(f"PRAGMA table_info({table})").fetchall()
        needed = {one[1]: b"" if one[2] == "BLOB" else 0 if one[2] == "INTEGER" else "" for one in columns
                  if one[3] and one[4] is None and not one[5]}  # fmt: skip
        own = {one[1] for one in columns}
        first = {name: value for name, value in (needed | next(rows)).items() if name in own}
        names, marks = ", ".join(f'"{name}"' for name in first), ", ".join("?" * len(first))
        whole = ([(needed | row)[name] for name in first] for row in chain((first,), rows))
        self._db.conn.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", whole)

    def _at(self) -> datetime:
        return self._now - timedelta(minutes=self._dice.randrange(_SPAN_MINUTES))

    def _person(self) -> bytes:
        return f"index {self._dice.randrange(PERSONS)}".encode()

    def _words(self, table: str, column: str, key: str, text: str) -> bytes:
        return self._cipher.encrypt(text, table, column, key)

    def _chained(self, table: str, place: int) -> _Row:
        at, key = to_text(self._at()), f"{table}-{place:06}"
        return {"id": key, "root": key, "person_index": self._person(), "name": b"?" * 60, "corrects": "", "void": 0,
                "name_mask": self._dice.choice(_MASKS), "entered_at": at, "entered_by": "bench", "written_at": at,
                "written_by": "bench", "channel": "window"}  # fmt: skip

    def _followed(self, rows: Iterator[_Row], **changes: Any) -> Iterator[_Row]:
        """Yield rows, and of one in thirty another that follows it."""
        for row in rows:
            yield row
            if self._dice.randrange(30) == 0:
                yield row | {"id": f"{row['id']}c", "corrects": row["id"], "reason": "记错了"} | changes

    def help(self) -> None:
        """推荐, 就业, 职业指导, 帮扶 and 报名."""

        def day(row: _Row) -> str:
            return str(row["entered_at"])[:10]

        def referrals() -> Iterator[_Row]:
            for place in range(LINES):
                row = self._chained("referral", place)
                sure = row["entered_at"] if self._dice.random() < 0.97 else None
                outcome = self._dice.choice(("placed", "absent")) if place % 50 else "waiting"
                applied = f"application-{place:06}" if place % 40 else ""
                yield row | {"source": "application" if applied else "desk", "source_id": applied,
                             "job_id": self._dice.choice(self._jobs), "job_number": 1000 + place,
                             "employer_name": "样例单位", "day": day(row), "consented_at": sure, "contacted_at": sure,
                             "confirmed_at": sure, "confirmed_by": "bench", "outcome": outcome,
                             "placed_on": day(row) if outcome == "placed" else None}  # fmt: skip

        def files() -> Iterator[_Row]:
            for place in range(LINES):
                row = self._chained("aid_file", place)
                closed = self._dice.random() < 0.9
                yield row | {"group": "unemployed", "paper": "unemployment", "owner": "bench", "plan": b"?" * 80,
                             "next_on": calendar_day(self._now + timedelta(days=place % 300 - 30)).isoformat(),
                             "state": "closed" if closed else "planned", "outcome": "reemployed" if closed else None,
                             "closed_on": day(row) if closed else None}  # fmt: skip

        def rows(table: str, **own: Any) -> Iterator[_Row]:
            for place in range(LINES):
                row = self._chained(table, place)
                yield row | {name: day(row) if value is ... else value for name, value in own.items()}

        ahead = calendar_day(self._now + timedelta(days=60)).isoformat()
        self._insert("referral", self._followed(referrals()))
        self._insert("placement", self._followed(rows("placement", employer_id=self._firms[0], started_on=...,
                                                      evidence="paper")))  # fmt: skip
        # of nearly everybody, after they registered; a few hundred wait
        told = to_text(self._now + timedelta(minutes=1))
        self._insert("guidance", self._followed(
            row | {"person_index": f"index {place % (PERSONS - 300)}".encode(), "entered_at": told}
            for place, row in enumerate(rows("guidance", registration_id="r000001", day=..., topic="first",
                                             result="done", words=b"?" * 90))))  # fmt: skip
        self._insert("service_plan", self._followed(rows("service_plan", counsellor="bench", day=..., goal=b"?",
                                                         steps=b"?", review_on=ahead)))  # fmt: skip
        self._insert("aid_file", self._followed(files()))
        self._insert("aid_event", self._followed(rows("aid_event", file="aid_file-000001", group="unemployed", day=...,
                                                      deed="contact", words=b"?" * 90)))  # fmt: skip
        self._insert("application", ({
            "id": f"application-{place:06}", "number": f"01-{place:06}", "occurred_at": to_text(self._at()),
            "clock_ok": 1, "person_index": self._person(), "name": b"?" * 60, "name_mask": self._dice.choice(_MASKS),
            "phone": b"?" * 60, "phone_mask": "138****0000", "job_id": self._dice.choice(self._jobs),
            "job_number": place, "employer_name": "样例单位", "terminal_id": "t-1",
            "state": self._dice.choice(("contacted", "hired", "refused", "refused")) if place % 20 else "submitted",
        } for place in range(LINES)))  # fmt: skip

    def _entry(self, table: str, place: int) -> _Row:
        at = self._at()
        key = f"{table}-{place:06}"
        return {"id": key, "entry_id": key, "day": calendar_day(at).isoformat(), "entered_at": to_text(at),
                "entered_by": "bench", "noted_at": to_text(at), "noted_by": "bench", "corrects": "",
                "void": 0}  # fmt: skip

    def hall(self) -> None:
        """咨询 with its answers, 满意度, 培训班, 走访, 招聘会."""
        faces = ("very-good", "good", "fair")

        def asked() -> Iterator[_Row]:
            for place in range(LINES):
                row = self._entry("consultation", place)
                yield row | {"person_index": self._person(), "topic": self._dice.choice(("jobs", "policy", "rights")),
                             "channel": "window",
                             "question": self._words("consultation", "question", row["id"], "补贴怎么领")}  # fmt: skip

        def steps() -> Iterator[_Row]:
            for place in range(LINES):
                if place % 500:
                    key = f"step-{place}"
                    words = self._words("consult_step", "words", key, "带身份证到窗口办")
                    yield {"id": key, "subject_id": f"consultation-{place:06}", "kind": "answered", "by": "bench",
                           "at": to_text(self._now), "words": words}  # fmt: skip

        self._insert("consultation", asked())
        self._insert("consult_step", steps())
        self._insert("seeker_answer", (self._entry("seeker_answer", place) | {
            "once": f"once {place}".encode(), "face": self._dice.choice(faces), "awareness": "knows",
            "channel": "phone", "asked_by": "bench"} for place in range(LINES)))  # fmt: skip
        self._insert("employer_answer", (self._entry("employer_answer", place) | {
            "employer_id": self._dice.choice(self._firms), "face": self._dice.choice(faces), "awareness": "knows",
            "channel": "phone", "asked_by": "bench"} for place in range(LINES)))  # fmt: skip
        self._insert("visit", ({
            "id": f"visit-{place:06}", "day": calendar_day(at).isoformat(), "mode": "phone", "industry": "design",
            "employer_id": self._dice.choice(self._firms), "note": "问了用工", "created_at": to_text(at),
            "updated_at": to_text(at), "created_by": "bench", "version": 1, "needs_workers": place % 3 == 0,
            "contact_name": self._words("visit", "contact_name", f"visit-{place:06}", "样经理"),
            "contact_phone": self._words("visit", "contact_phone", f"visit-{place:06}", ""),
        } for place, at in ((place, self._at()) for place in range(LINES))))  # fmt: skip

    def trainings(self, course: _Row, fair: _Row) -> None:
        """2,000 fairs over the century they would take; 2,000 courses with 100,000 days of them and who came."""

        def rows(sample: _Row, kind: str, number: int, apart: int) -> Iterator[_Row]:
            for place in range(number):
                at = self._now + timedelta(days=30 - apart * place)
                yield sample | {"id": f"{kind}-{place:06}", "name": f"{kind} {place}", "words": f"{kind} {place}",
                                "starts_at": to_text(at), "ends_at": to_text(at + timedelta(days=1))}  # fmt: skip

        self._insert("course", rows(course, "course", 2000, 1))
        self._insert("fair", rows(fair, "fair", 2000, 18))
        self._insert("course_session", (self._entry("course_session", place) | {
            "course_id": f"course-{place % 2000:06}", "planned": "2026-01-01", "held": 1, "evidence": "paper",
        } for place in range(LINES)))  # fmt: skip
        self._insert("session_attendance", ({
            "session_id": f"course_session-{place:06}", "place": seat, "person_index": self._person(),
        } for place in range(LINES) for seat in range(3)))  # fmt: skip

    def filed(self) -> None:
        """What came from kiosks: cases of all kinds, 举报, and filings no ledger could take."""
        kinds = (("question", "policy"), ("dispute", "wages"), ("satisfaction", "good"), ("course_sign_up", ""))
        for kind, choice in kinds:
            self._insert("hall_case", ({
                "id": f"{kind}-{place:06}", "kind": kind, "choice": choice, "number": f"02-{kind}{place:06}",
                "occurred_at": to_text(self._at()), "clock_ok": 1, "channel": "kiosk", "body": b"?" * 200,
                "terminal_id": "t-1", "name_mask": "", "version": 1, "subject": "工钱",
                "answer": "已答复" if place % 200 else "",
                "state": "answered" if place % 200 else "new",
                "answered_at": to_text(self._now) if place % 200 else None,
            } for place in range(LINES)))  # fmt: skip
        self._insert("complaint", ({
            "id": f"complaint-{place:06}", "number": f"03-{place:06}", "occurred_at": to_text(self._at()),
            "clock_ok": 1, "channel": "kiosk", "terminal_id": "t-1", "kind": "fee",
            "job_id": self._dice.choice(self._jobs), "job_number": 1001, "employer_name": "样例单位", "version": 1,
            "state": "answered" if place % 200 else "new", "outcome": "unfounded" if place % 200 else None,
            "answer": "查了，不属实" if place % 200 else "",
        } for place in range(LINES)))  # fmt: skip
        self._insert("inbox", ({
            "place": place + 1, "id": f"filing-{place:06}", "terminal": "t-1", "seq": place + 1, "version": 1,
            "kind": "registration", "received_at": to_text(self._at()), "occurred_at": to_text(self._at()),
            "clock_ok": 1, "state": "projected" if place % 1000 else "stuck", "sentence": "",
        } for place in range(LINES)))  # fmt: skip

    def work(self) -> None:
        """借还, 工作日志 and 操作记录."""
        self._insert("tool_loan", ({
            "id": f"loan-{place:06}", "kind": "tool", "thing": f"{place} 号冲击钻", "name_mask": "王*",
            "person_index": self._person(), "lent_at": to_text(at), "lent_by": "bench", "due_at": to_text(at),
            "returned_at": to_text(at) if place % 2000 else None,
        } for place, at in ((place, self._at()) for place in range(LINES))))  # fmt: skip
        self._insert("work_log", ({
            "id": f"log-{place:06}", "staff_id": "bench", "day": calendar_day(at).isoformat(), "words": "办了招聘会",
            "submitted_at": to_text(at), "figures": "[]",
        } for place, at in ((place, self._at()) for place in range(LINES))))  # fmt: skip
        self._insert("audit", ({
            "seq": 1_000_000 + place, "at": to_text(self._at()), "staff_id": "bench", "login": "bench",
            "action": self._dice.choice(("saved", "looked", "exported")), "subject": "registration",
            "subject_id": f"r{place:06}", "words": "登记咨询", "mac": b"?" * 32,
        } for place in range(LINES)))  # fmt: skip


def fill_all(tables: Tables, keys: KeyRing) -> None:
    """Fill every ledger but 求职台账 and 用工台账, which `full_market` fills."""
    db = tables._db
    firms = tuple(one for (one,) in db.execute("SELECT id FROM employer"))
    jobs = tuple(one for (one,) in db.execute("SELECT id FROM job LIMIT 5000"))
    course, fair = (next(iter(db.query(f"SELECT * FROM {table} LIMIT 1"))) for table in ("course", "fair"))
    filling = Filling(db, keys, firms, jobs)
    filling.help()
    filling.hall()
    filling.trainings(course, fair)
    filling.filed()
    filling.work()
