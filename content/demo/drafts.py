"""Reads the hand-written drafts in `data/` that the seed turns into records."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDraft:
    """One line of jobs.txt; pay in yuan as written."""

    trade: str
    title: str
    duties: str
    requirements: str
    pay_min: str
    pay_max: str
    unit: str
    settlement: str
    hours: str
    daily: str
    form: str
    meals: str
    lodging: str
    transport: str
    risks: str
    marks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerDraft:
    """One line of employers.txt; `groups` are the trade groups it hires for."""

    name: str
    kind: str
    industry: str
    township: str
    address: str
    introduction: str
    contact: str
    groups: str


def _text(name: str) -> str:
    return (files("content.demo") / "data" / name).read_text("utf8")


def _lines(name: str) -> list[list[str]]:
    return [line.split("|") for line in _text(name).splitlines() if line and not line.startswith("#")]


def job_drafts() -> tuple[JobDraft, ...]:
    """Return the drafts of jobs.txt in file order."""
    names = [part.name for part in fields(JobDraft)]
    return tuple(JobDraft(**dict(zip(names, line, strict=True))) for line in _lines("jobs.txt"))


def employer_drafts() -> tuple[EmployerDraft, ...]:
    """Return the drafts of employers.txt in file order."""
    names = [part.name for part in fields(EmployerDraft)]
    return tuple(EmployerDraft(**dict(zip(names, line, strict=True))) for line in _lines("employers.txt"))


def policy_drafts() -> list[dict[str, Any]]:
    """Return the tables of policies.toml."""
    tables: list[dict[str, Any]] = tomllib.loads(_text("policies.toml"))["policy"]
    return tables


def hall_drafts() -> dict[str, list[dict[str, Any]]]:
    """Return courses, fairs, articles and notices of hall.toml by table name."""
    return tomllib.loads(_text("hall.toml"))
