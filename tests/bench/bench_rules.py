"""The rules at work: screening while somebody types, and how well and how fast duplicates are found."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from time import perf_counter, thread_time

from content.demo.drafts import job_drafts
from content.model.findings import Severity
from content.rules.duplicates import Duplicates, JobTrace, likeness
from content.rules.screening import JobFacts, accept, screen
from tests.bench.figures import Figure
from tests.fixtures.duplicates import Pair, hard_pairs, made_pairs, offers
from tests.fixtures.screening import Line, lines

CHARACTERS = 600
TYPED_MS = 5.0
JOBS = 20_000
ASKED = 500
TWINS_MS = 10.0
ROUNDS = 100


def run() -> list[Figure]:
    """Measure both."""
    return [*_screening(), *_quality(), *_speed()]


def _screening() -> list[Figure]:
    text = "。".join(f"{draft.title}，{draft.duties}，{draft.requirements}" for draft in job_drafts())
    lawful = {"title": text[:20], "duties": text[20:540], "requirements": text[540:CHARACTERS]}
    unlawful = {"duties": "".join(line.text for line in lines("corpus") if line.blocks)[:CHARACTERS]}
    figures = []
    for name, texts in (("a lawful job", lawful), ("nothing but unlawful lines", unlawful)):
        typed = iter([{**texts, "duties": texts["duties"] + "，" + "搬" * more} for more in range(2 * ROUNDS)])
        screen(texts, JobFacts())
        times = sorted(_timed_ms(partial(screen, next(typed), JobFacts())) for _ in range(ROUNDS))
        worked = sorted(_timed_ms(partial(screen, next(typed), JobFacts()), thread_time) for _ in range(ROUNDS))
        figures.append(Figure(
            name=f"screening {name} of {CHARACTERS} characters, p95", value=worked[ROUNDS * 95 // 100],
            unit="ms", target=TYPED_MS, note="a sign more in the longest field each time; by the wall, "
            f"p50 {times[ROUNDS // 2]:.2f}, p95 {times[ROUNDS * 95 // 100]:.2f} ms; "
            f"{len(screen(texts, JobFacts()))} findings",
        ))  # fmt: skip
    return [*figures, *(_corpus(name) for name in ("corpus", "holdout", "second"))]


def _corpus(name: str) -> Figure:
    corpus = lines(name)
    missed = [line for line in corpus if line.blocks and line.expects not in _blocks(line)]
    wrong = [line for line in corpus if not line.blocks and _blocks(line)]
    mended = sum(_mended(line) for line in corpus if line.blocks)
    note = (f"{sum(line.blocks for line in corpus)} unlawful lines, {mended} lawful by one click each; "
            f"{len(wrong)} of {sum(not line.blocks for line in corpus)} others blocked wrongly")  # fmt: skip
    return Figure(name=f"unlawful lines missed, {name}", value=len(missed), unit="lines", target=0, note=note)


def _blocks(line: Line, text: str | None = None) -> list[str]:
    found = screen({"requirements": line.text if text is None else text}, JobFacts(trade_code=line.trade))
    return [one.code for one in found if one.severity is Severity.BLOCK]


def _mended(line: Line) -> bool:
    """Say whether accepting every offer leaves nothing that blocks."""
    text = line.text
    for one in reversed(screen({"requirements": text}, JobFacts(trade_code=line.trade))):
        text = accept(text, one)
    return not _blocks(line, text)


def _quality() -> list[Figure]:
    made, hard = made_pairs(seed=20261124), hard_pairs()
    pairs = made + hard
    shown = [pair for pair in pairs if Duplicates([pair.one.trace]).twins(pair.two.trace)]
    exact = [pair for pair in pairs if pair.one.trace.fingerprint == pair.two.trace.fingerprint]
    note = f"{len(made)} pairs made by known changes, {len(hard)} written by hand; baseline: exact fingerprint only"
    return [
        Figure(name="duplicates, precision", value=_precision(shown), unit="%", baseline=_precision(exact), note=note),
        Figure(name="duplicates, recall", value=_recall(shown, pairs), unit="%", baseline=_recall(exact, pairs)),
    ]


def _precision(shown: list[Pair]) -> float:
    return 100 * sum(pair.same for pair in shown) / len(shown)


def _recall(shown: list[Pair], pairs: list[Pair]) -> float:
    return 100 * sum(pair.same for pair in shown) / sum(pair.same for pair in pairs)


def _speed() -> list[Figure]:
    traces = [one.trace for one in offers(Random(3), JOBS)]
    start = perf_counter()
    index = Duplicates(traces)
    built_s = perf_counter() - start
    times = sorted(_timed_ms(partial(index.twins, trace)) for trace in traces[:ASKED])
    note = f"p50 {times[ASKED // 2]:.1f} ms; index built in {built_s:.1f} s; baseline: comparing with every job"
    return [Figure(name=f"twins of one job among {JOBS:,}, p95", value=times[ASKED * 95 // 100], unit="ms",
                   target=TWINS_MS, baseline=_compared_ms(traces), note=note)]  # fmt: skip


def _compared_ms(traces: list[JobTrace]) -> float:
    asked = frozenset(traces[0].pairs)
    return _timed_ms(lambda: [likeness(asked, trace.pairs) for trace in traces])


def _timed_ms(work: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    start = clock()
    work()
    return (clock() - start) * 1000
