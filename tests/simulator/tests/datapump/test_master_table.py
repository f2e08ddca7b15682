# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Master tables: layouts, rows, what a scenario puts into them."""

from __future__ import annotations

import dataclasses
import datetime
import json
import pathlib

import pytest

from simora import scenario
from simora.datapump import master_rows, names
from simora.datapump import scenario as job_scenario
from simora.datapump.layouts import LAYOUT_OF_RELEASE, layout, parse_type
from simora.datapump.states import State
from simora.values import OraType


@pytest.mark.parametrize(
    ("release", "count", "first", "last"),
    [
        ("10g", 75, "PROCESS_ORDER", "INSTANCE"),
        ("11.2", 95, "PROCESS_ORDER", "OBJECT_INT_OID"),
        ("12.1", 98, "PROCESS_ORDER", "TEMPLATE_TABLE"),
        ("19c", 113, "ABORT_STEP", "XML_PROCESS_ORDER"),
        ("23ai", 113, "ABORT_STEP", "XML_PROCESS_ORDER"),
    ],
)
def test_the_columns_of_each_release(release, count, first, last) -> None:
    columns = layout(release).columns
    assert (len(columns), columns[0].name, columns[-1].name) == (count, first, last)
    assert len({column.name for column in columns}) == count


@pytest.mark.parametrize("release", LAYOUT_OF_RELEASE)
def test_every_layout_can_say_what_a_reader_needs(release) -> None:
    columns = {column.name for column in layout(release).columns}
    job = {"OPERATION", "JOB_MODE", "STATE", "START_TIME", "GUID", "DEGREE"}
    others = {"PROCESS_ORDER", "DUPLICATE", "NAME", "VALUE_T", "VALUE_N", "FILE_NAME", "PROCESS_NAME", "LAST_UPDATE"}
    assert job | others <= columns


@pytest.mark.parametrize(
    ("text", "expected"),
    [("NUMBER", OraType("NUMBER")), ("VARCHAR2(30)", OraType("VARCHAR2", 30)), ("CHAR(1)", OraType("CHAR", 1))],
)
def test_types_of_a_layout(text, expected) -> None:
    assert parse_type(text) == expected


def test_a_line_that_is_no_type() -> None:
    with pytest.raises(ValueError, match="VARCHAR2"):
        parse_type("VARCHAR2(")


def test_the_comment_is_laid_out_as_recorded() -> None:
    """Conformance case C8."""
    expected = "Data Pump Master Table EXPORT                         SCHEMA                        "
    assert names.master_comment("EXPORT", "SCHEMA") == expected


def test_parameters_never_share_a_number() -> None:
    rows = list(master_rows.parameter_rows({"A": 1, "CLIENT_COMMAND": "expdp", "B": ["x", "y"], "C": 2}))
    keys = [(row["PROCESS_ORDER"], row["DUPLICATE"]) for row in rows]
    assert len(set(keys)) == len(keys) == 5
    assert all(order < 0 for order, dummy in keys)


JOB = {
    "owner": "SCOTT",
    "name": "J",
    "operation": "IMPORT",
    "mode": "FULL",
    "stored_state": "STOPPED",
    "object_id": 90001,
    "created": "2025-12-01 02:00:00",
    "start_time": "2025-12-01 02:00:05",
    "last_update": "2025-12-01 02:10:00",
    "workers": 2,
    "abort_step": 7,
    "parameters": {"CLIENT_COMMAND": "impdp scott/******** full=y", "TABLE_EXISTS_ACTION": "SKIP", "METRICS": 1},
    "dump_files": [{"directory": "DUMPS", "name": "a.dmp"}, {"directory": "DUMPS", "name": "b.dmp"}],
    "log_file": {"directory": "DUMPS", "name": "a.log"},
    "objects": {"total": 5, "done": 2},
}


@pytest.fixture(params=["12.1", "19c", "23ai"])
def reader(request, make_world):
    return make_world(JOB, release=request.param).client("DPCLEAN")


def test_the_job_row_stands_beside_the_exporters(reader) -> None:
    rows = reader.query(
        "SELECT operation, job_mode, state, degree, start_time, abort_step FROM scott.j"
        " WHERE process_order < 0 AND operation IS NOT NULL ORDER BY operation DESC"
    )
    started = datetime.datetime(2025, 12, 1, 2, 0, 5)
    assert rows == [("IMPORT", "FULL", "STOPPED", 2, started, 7), ("EXPORT", "FULL", "COMPLETED", 2, started, 7)]


def test_parameters_files_and_workers(reader) -> None:
    parameters = reader.query("SELECT name, value_t, value_n FROM scott.j WHERE process_order < 0 AND name IS NOT NULL")
    assert sorted(parameters, key=str) == [
        ("CLIENT_COMMAND", "impdp scott/******** full=y", None),
        ("METRICS", None, 1),
        ("TABLE_EXISTS_ACTION", "SKIP", None),
    ]
    files = reader.query("SELECT file_type, file_name FROM scott.j WHERE file_name IS NOT NULL ORDER BY 1, 2")
    assert files == [(1, "/dumps/a.dmp"), (1, "/dumps/b.dmp"), (3, "/dumps/a.log")]
    workers = reader.query("SELECT process_name, last_update FROM scott.j WHERE process_name IS NOT NULL ORDER BY 1")
    updated = datetime.datetime(2025, 12, 1, 2, 10)
    assert workers == [("DW00", updated), ("DW01", updated)]


def test_objects_done_and_left(reader) -> None:
    counts = reader.query(
        "SELECT COUNT(*), COUNT(completion_time) FROM scott.j WHERE process_order > 0 AND object_type IS NOT NULL"
    )
    assert counts == [(5, 2)]


def test_the_table_as_an_object(make_world) -> None:
    reader = make_world(JOB).client("DPCLEAN")
    assert reader.query("SELECT object_id, created, status FROM dba_objects WHERE object_name = 'J'") == [
        (90001, datetime.datetime(2025, 12, 1, 2), "VALID")
    ]
    indexes = reader.query(
        "SELECT index_name FROM dba_indexes WHERE table_name = 'J' AND index_name LIKE 'SYS_MTABLE%'"
    )
    assert len(indexes) == 5


def test_a_dropped_master_table_takes_its_indexes_into_the_bin(make_world) -> None:
    client = make_world(JOB).client("DPCLEAN")
    client.run("DROP TABLE scott.j")
    entries = client.query("SELECT type, base_object, can_undrop FROM dba_recyclebin")
    assert {base for dummy, base, dummy in entries} == {90001}
    assert [undrop for kind, dummy, undrop in entries if kind == "TABLE"] == ["YES"]
    client.run("FLASHBACK TABLE scott.j TO BEFORE DROP")
    assert client.query("SELECT object_id FROM dba_objects WHERE object_name = 'J'") == [(90001,)]


def test_a_locked_master_table(make_world) -> None:
    client = make_world({**JOB, "locked": True}).client("DPCLEAN")
    assert client.failure(client.run, "DROP TABLE scott.j") == 54
    assert client.failure(client.run, "LOCK TABLE scott.j IN EXCLUSIVE MODE NOWAIT") == 54


@pytest.mark.parametrize("file", ["support_note.yml", "names.yml", "lookalikes.yml", "releases.yml", "fleet.yml"])
def test_the_shipped_scenarios_load(scenario_folder, file) -> None:
    assert scenario.load([scenario_folder / file]) is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"},
        {"master_table": False},
        {"state": "RUNNING"},
        {"layout": "9i"},
        {"workers": "two"},
        {"created": "yesterday"},
        {"dump_files": ["a.dmp"]},
        {"columns": [{"name": "A", "type": "?"}]},
    ],
)
def test_a_scenario_that_makes_no_sense(make_world, wrong) -> None:
    with pytest.raises(scenario.ScenarioError):
        make_world({"owner": "SCOTT", "name": "J", **wrong})


def test_every_key_of_the_schema_is_understood() -> None:
    schema = json.loads((pathlib.Path(job_scenario.__file__).parent / "job_schema.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]) == {field.name for field in dataclasses.fields(job_scenario.JobSpec)}
    assert set(schema["properties"]["layout"]["enum"]) == set(LAYOUT_OF_RELEASE)
    assert set(schema["properties"]["state"]["enum"]) == set(State)


def test_names_survive_as_they_are(scenario_world) -> None:
    world = scenario_world("names.yml", "NAMES")
    listed = {(job[0], job[1]) for job in world.jobs()}
    for expected in (
        ("SCOTT", "IMP_SD_242-06_43_31"),
        ("SCOTT", "Abc"),
        ("SCOTT", "ABC"),
        ("SCOTT", "A;B--"),
        ("SCOTT", " leading and trailing "),
        ("SCOTT", "é" * 64),
        ("pablo", "SYS_EXPORT_SCHEMA_01"),
        ("PABLO", "SYS_EXPORT_SCHEMA_01"),
        ("pablo", "ghost of Export"),
    ):
        assert expected in listed
    assert len(listed) == 21


def test_external_tables_left_behind(scenario_world) -> None:
    viewer = scenario_world("lookalikes.yml", "LOOK").client("DPCLEAN")
    rows = viewer.query("SELECT owner, table_name, type_name FROM dba_external_tables WHERE table_name LIKE 'ET$%'")
    assert rows == [("SCOTT", "ET$004B00010001", "ORACLE_DATAPUMP")]
