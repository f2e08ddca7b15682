# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action: what it reads, writes, refuses and returns."""

from __future__ import annotations

import json
import pathlib
import re
import stat

import jsonschema
import pytest
import yaml
from conftest import Report
from made_up import RUN, failed_record, job, leave_records, record_of

ROOT = pathlib.Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "fleet-report.schema.json").read_text(encoding="utf-8"))


def leave(folder: pathlib.Path, *records: dict[str, object]) -> None:
    for record in records:
        (folder / str(record["host"])).mkdir(parents=True, exist_ok=True)
        (folder / str(record["host"]) / "report.json").write_text(json.dumps(record), encoding="utf-8")


def states(done: dict) -> dict[str, int]:
    return {state: number for state, number in done["totals"]["states"].items() if number}


def test_what_it_writes_has_the_documented_shape(report: Report, tmp_path: pathlib.Path) -> None:
    leave_records(tmp_path, 60)
    done = report(folders=[str(tmp_path)], hosts=["elsewhere"])
    written = json.loads(pathlib.Path(done["files"]["json"]).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(written)
    assert written["totals"] == done["totals"]
    assert done["totals"]["databases"] == 61
    assert all(stat.S_IMODE(pathlib.Path(path).stat().st_mode) == 0o600 for path in done["files"].values())


def test_the_same_records_make_the_same_report(report: Report, tmp_path: pathlib.Path) -> None:
    leave(tmp_path, record_of("sales", 1, [], [job(1, "failed", 1, 1)]))
    options = {"folders": [str(tmp_path)], "destination": str(tmp_path / "out" / "deep")}
    assert report(check=True, **options)["changed"]
    assert not (tmp_path / "out").exists()
    assert report(**options)["changed"]
    assert not report(**options)["changed"]


def test_slices_are_joined_and_the_latest_record_counts(report: Report, tmp_path: pathlib.Path) -> None:
    dirty = record_of("sales", 1, [], [job(1, "failed", 1, 1)])
    clean = record_of("sales", 1, [], [])
    clean["summary"]["run_id"] = "20260116T030000.000000"
    leave(tmp_path / "one", clean)
    leave(tmp_path / "two", dirty, record_of("stock", 2, [], []))
    assert states(report(folders=[str(tmp_path / "one"), str(tmp_path / "two")])) == {"clean": 2}
    assert states(report(folders=[str(tmp_path / "two")])) == {"clean": 1, "kept": 1}


def test_old_missing_and_damaged_records_are_told(report: Report, tmp_path: pathlib.Path) -> None:
    leave(tmp_path, record_of("old", 1, [], []), failed_record("far", "DPY-6005", "unreachable"))
    leave(
        tmp_path,
        failed_record("locked", "ORA-28000", "failed"),
        {"host": "odd", "version": 1, "summary": {"found": "x"}},
    )
    later = record_of("new", 1, [], [])
    later["summary"]["run_id"] = "20260116T030000.000000"
    leave(tmp_path, later)
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "report.json").write_text('{"version": 1, "ho', encoding="utf-8")
    done = report(folders=[str(tmp_path)], hosts=["absent", "new"], since="2026-01-15T12:00:00Z")
    assert states(done) == {"outdated": 3, "no_report": 3, "clean": 1}
    assert sorted(done["attention"]) == ["absent", "far", "locked", "odd", "old", "torn"]
    done = report(folders=[str(tmp_path)], since="2026-01-15T02:00:00")
    assert states(done) == {"failed": 1, "unreachable": 1, "no_report": 2, "clean": 2}


def test_the_metrics_are_such_that_prometheus_reads_them(report: Report, tmp_path: pathlib.Path) -> None:
    leave(tmp_path, record_of('back\\slash "quoted"\nhost'.replace("\n", " "), 1, [job(1, "failed", 1, 65536)], []))
    text = pathlib.Path(report(folders=[str(tmp_path)])["files"]["prometheus"]).read_text(encoding="utf-8")
    sample = re.compile(r'[a-z_]+(\{[a-z]+="(\\\\|\\"|[^"\\])*"(,[a-z]+="(\\\\|\\"|[^"\\])*")*\})? \d+(\.\d+)?')
    assert [line for line in text.splitlines() if not line.startswith("# ") and not sample.fullmatch(line)] == []
    assert r'datapump_cleanup_reclaimed_bytes{host="back\\slash \"quoted\" host"} 65536' in text


def test_what_is_proposed_can_be_given_back(report: Report, tmp_path: pathlib.Path) -> None:
    hostile = job(1, "failed", 1, 1)
    hostile["name"] = "{{ lookup('pipe', 'id') }}```</pre><script>alert(1)</script>\u202e"
    leave(tmp_path, record_of("sales", 7, [], [hostile]))
    done = report(folders=[str(tmp_path)])
    markdown = pathlib.Path(done["files"]["markdown"]).read_text(encoding="utf-8")
    proposed = markdown.split("```yaml\n")[1].split("\n```\n")[0]
    assert "name: !unsafe " in proposed
    entries = yaml.load(proposed, Loader=_unsafe_loader())["datapump_cleanup_confirmed"]
    assert [(entry["name"], entry["dbid"]) for entry in entries] == [(hostile["name"], 7)]
    page = pathlib.Path(done["files"]["html"]).read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "\u202e" not in page + markdown
    assert RUN[:4] in page


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"folders": []}, "folders"),
        ({"folders": ["/nowhere/at/all"]}, "folders"),
        ({"folders": ["/tmp"], "since": "yesterday"}, "since"),
        ({"folders": ["/tmp"], "formats": ["pdf"]}, "formats"),
        ({"folders": ["/tmp"], "destination": "/dev/null/x"}, "destination"),
        ({}, "folders"),
        ({"folders": ["/tmp"], "colour": "red"}, "colour"),
    ],
)
def test_a_wrong_option_is_named(report: Report, options: dict, named: str) -> None:
    done = report(**options)
    assert done["failed"]
    assert named in done["msg"]


def _unsafe_loader() -> type[yaml.SafeLoader]:
    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))
    return Loader
