"""What leaves the market: safe to open, nothing the law forbids, short enough to send."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields
from pathlib import Path

import openpyxl
import pytest

from content.feeds.outward import exchange_csv, jobs_csv, jobs_json, policies_json
from content.feeds.spreadsheet import as_csv, as_xlsx, safe
from content.model.published import PublicJob
from tests.unit.content.edition.samples import NOW, content_of, many_jobs, opened, public_job, public_policy

FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://a\")")


def _rows(raw: bytes) -> list[dict[str, str]]:
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("typed", FORMULAS)
def test_no_cell_is_ever_a_formula(typed: str) -> None:
    (row,) = _rows(as_csv(("a",), ((typed,),)))
    assert row["a"].startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx("表", ("a",), ((typed,),)))).active
    assert (sheet["A2"].data_type, sheet["A2"].value[0]) == ("s", "'")


def test_control_characters_never_spoil_a_workbook() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx("表", ("a",), (("x\x00\x0by" * 9000,),)))).active
    assert sheet["A2"].value.startswith("xyxy")
    assert safe("李\n四") == "李\n四"


def test_the_open_data_lists_every_open_job_once(tmp_path: Path) -> None:
    jobs = tuple(job for job in many_jobs(40) if job.valid_until > NOW)
    edition = opened(tmp_path, content_of(many_jobs(40), policies=(public_policy(1),)))
    assert sorted(row["岗位编号"] for row in _rows(jobs_csv(edition, NOW))) == sorted(str(job.number) for job in jobs)
    as_data = json.loads(jobs_json(edition, NOW))
    assert {job["number"] for job in as_data} == {job.number for job in jobs}
    assert {name for job in as_data for name in job} == {field.name for field in fields(PublicJob)}
    assert [one["title"] for one in json.loads(policies_json(edition, NOW))] == [public_policy(1).title]


def test_the_exchange_file_has_the_bureaus_codes_and_leaves_age_empty(tmp_path: Path) -> None:
    edition = opened(tmp_path, content_of((public_job(12, requirements="不限"),)))
    (row,) = _rows(exchange_csv(edition, NOW))
    # domain B7: codes as the bureau names them; age limits exist in its schema and must stay empty
    codes = "ACB200 AAB998 AAB004 AAB019 ACA112 ACB240 ACB202 ACB239 AAE004 AAE005 AAE397 AAE398 ACE751 ACE752"
    assert set(codes.split()) <= set(row)
    assert (row["ACB221"], row["ACB222"]) == ("", "")
    assert (row["ACB200"], row["ACB240"], row["ACA112"], row["AAE397"]) == ("12", "3", "装卸搬运", "20261123")
    assert not {"AAC017", "AAC024"} & set(row)
