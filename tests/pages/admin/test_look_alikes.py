"""The index of standing jobs keeps in step with what is stored, and never takes in what a failed write left behind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.admin.look_alikes import LookAlikes
from content.errors import StoreError
from content.model.codes import Stage
from content.model.jobs import JobPost
from content.rules.duplicates import Likeness
from content.store.database import Tables
from tests.pages.admin.world import FIRM, JOB, NOW, World

_TYPED = replace(JOB, id="typed")


def _twins(alike: LookAlikes, world: World, job: JobPost = _TYPED) -> list[str]:
    with world.market.reading() as tables:
        return [twin.id for twin in alike.twins(job, tables, NOW)]


async def test_a_job_is_a_twin_while_it_stands(world: World) -> None:
    alike = LookAlikes()
    assert _twins(alike, world) == []
    world.add_job(Stage.SUBMITTED)
    assert _twins(alike, world) == ["job-1"]
    world.market.write(lambda tables: tables.jobs.set_stage("job-1", Stage.RETURNED, "staff-reviewer", NOW))
    assert _twins(alike, world) == []


async def test_a_draft_and_a_job_that_is_over_are_no_twins(world: World) -> None:
    world.add_job()
    world.add_job(Stage.APPROVED, id="job-2", valid_until=NOW)
    assert _twins(LookAlikes(), world) == []


async def test_another_name_of_the_firm_is_read_again(world: World) -> None:
    alike = LookAlikes()
    world.add_job(Stage.APPROVED, title="看仓库", duties="夜里巡仓", contact_phone="13900000009")
    typed = replace(_TYPED, title="看仓库", duties="夜里巡仓", employer_id="firm-2")
    twin = replace(FIRM, id="firm-2", name="东至别家有限公司", contact_phone="13900000077")
    world.market.write(lambda tables: tables.employers.save(twin, None))
    assert _found(alike, world, typed) == [Likeness.NEAR]
    world.market.write(lambda tables: tables.employers.save(replace(FIRM, name="东至别家有限公司"), 1))
    assert _found(alike, world, typed) == [Likeness.RENEWAL]  # of the same firm, by its name


def _found(alike: LookAlikes, world: World, job: JobPost) -> list[Likeness]:
    with world.market.reading() as tables:
        return [twin.likeness for twin in alike.twins(job, tables, NOW)]


async def test_a_write_that_is_taken_back_leaves_nothing_in_the_index(world: World) -> None:
    alike = LookAlikes()
    job = world.add_job(Stage.APPROVED, title="看仓库", duties="夜里巡仓守门", address="样例路 9 号")

    def fails(tables: Tables) -> None:
        kept = tables.jobs.save(replace(job, title=JOB.title, duties=JOB.duties, address=JOB.address), job.version)
        alike.twins(kept, tables, NOW)
        raise StoreError("没有写成。")

    with pytest.raises(StoreError):
        world.market.write(fails)
    fresh = LookAlikes()
    assert _found(alike, world, _TYPED) == _found(fresh, world, _TYPED)
