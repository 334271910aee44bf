"""What the hall must have something current on: five policy categories, four insurances, four rights topics.

R139, R144 and R171; an item is live while it stands in the edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from content.model.codes import InsuranceTopic, PolicyCategory, RightsTopic
from content.rules.cadence import Duty, DutyState, Span, thresholds

Topic = PolicyCategory | InsuranceTopic | RightsTopic


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What stands on one topic: how many items, and since when the newest."""

    count: int
    newest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicStanding:
    """One square of the board; `live` None means there is nothing."""

    topic: Topic
    live: Live | None
    stale: bool  # the newest is too old

    @property
    def good(self) -> bool:
        """Say whether the topic has something current."""
        return self.live is not None and not self.stale


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveTopics:
    """What is live by topic; apart for each list, since some codes stand in two of them."""

    policies: Mapping[PolicyCategory, Live]
    insurances: Mapping[InsuranceTopic, Live]
    rights: Mapping[RightsTopic, Live]


def board(live: LiveTopics, today: date) -> tuple[TopicStanding, ...]:
    """Return the thirteen topics in the order of the regulation."""
    oldest = today - timedelta(days=thresholds()["coverage"]["stale_days"])
    found: tuple[tuple[Topic, Live | None], ...] = (
        *((one, live.policies.get(one)) for one in PolicyCategory),
        *((one, live.insurances.get(one)) for one in InsuranceTopic),
        *((one, live.rights.get(one)) for one in RightsTopic),
    )
    return tuple(TopicStanding(topic=topic, live=one, stale=one is not None and one.newest < oldest)
                 for topic, one in found)  # fmt: skip


def coverage(standings: tuple[TopicStanding, ...]) -> Duty:
    """Return how many of the topics are covered, naming those that are not."""
    table = thresholds()["coverage"]
    missing = [one for one in standings if not one.good]
    told = "、".join(one.topic.label + ("（太旧）" if one.stale else "") for one in missing)
    return Duty(
        code="coverage", label=table["label"], clause=table["clause"], span=Span.MONTH,
        done=len(standings) - len(missing), needed=len(standings),
        state=DutyState.OVERDUE if missing else DutyState.DONE,
        sentence=f"还缺：{told}。" if missing else "每一类都有正在展示的内容。",
    )  # fmt: skip
