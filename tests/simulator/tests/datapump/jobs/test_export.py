# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""EXPORT from OPEN to WAIT_FOR_JOB: what is taken, what is written, what is said."""

from __future__ import annotations

from simora.datapump.dump_files import DumpFiles


def names_in(servers, path: str = "/dumps/a.dmp", object_type: str = "TABLE") -> list[str]:
    """The objects of a type in a dump file, as SCHEMA.NAME."""
    records = DumpFiles(servers.database()).records(path)
    return sorted(f"{one.object.schema}.{one.object.name}" for one in records if one.object.type == object_type)


def exported(pump, **arguments) -> str:
    """Opens, names a dump and a log file; the caller goes on from there."""
    pump.open(**arguments).file("a.dmp").file("a.log", 3)
    return "a.dmp"


def test_a_schema_goes_into_a_dump_file_and_the_job_is_gone(servers, scott) -> None:
    exported(scott, job_name="NIGHTLY")
    assert scott.start().wait() == "COMPLETED"
    assert names_in(servers) == ["SCOTT.BIG", "SCOTT.DEPT", "SCOTT.EMP"]
    servers.advance(5)
    assert servers.states() == {}
    assert scott.query("SELECT COUNT(*) FROM user_tables WHERE table_name = 'NIGHTLY'") == [(0,)]


def test_the_log_reads_as_oracles_does(servers, scott) -> None:
    exported(scott, job_name="NIGHTLY")
    scott.start().wait()
    lines = servers.text("/dumps/a.log").splitlines()
    assert lines[0] == 'Starting "SCOTT"."NIGHTLY":  '
    assert "Processing object type SCHEMA_EXPORT/TABLE/TABLE" in lines
    assert [line.split()[3:] for line in lines if line.startswith('. . exported "SCOTT"."EMP"')][0][-2:] == [
        "3",
        "rows",
    ]
    assert 'Master table "SCOTT"."NIGHTLY" successfully loaded/unloaded' in lines
    assert lines[-3:-1] == ["Dump file set for SCOTT.NIGHTLY is:", "  /dumps/a.dmp"]
    assert lines[-1].startswith('Job "SCOTT"."NIGHTLY" successfully completed at ')


def test_log_entries_are_marked_and_go_to_the_log(servers, scott) -> None:
    exported(scott)
    scott.call("LOG_ENTRY", message="run 4711").call("LOG_ENTRY", message="quiet", log_file_only=1)
    said = scott.status(1)["wip"]
    assert said == ";;; run 4711"
    assert servers.text("/dumps/a.log").splitlines() == [";;; run 4711", ";;; quiet"]


def test_include_takes_only_these_types_and_exclude_all_others(servers, scott) -> None:
    exported(scott)
    scott.filter("INCLUDE_PATH_EXPR", "IN ('TABLE')").filter("NAME_EXPR", "IN ('EMP')", object_path="TABLE")
    scott.start().wait()
    assert names_in(servers) == ["SCOTT.EMP"]
    scott.open().file("b.dmp").filter("EXCLUDE_PATH_LIST", "'CONSTRAINT','REF_CONSTRAINT'")
    scott.start().wait()
    assert names_in(servers, "/dumps/b.dmp", "CONSTRAINT") == []
    assert len(names_in(servers, "/dumps/b.dmp")) == 3


def test_filters_of_one_type_hold_together(servers, scott) -> None:
    exported(scott, mode="TABLE")
    scott.filter("NAME_EXPR", "!= 'EMP'").filter("NAME_EXPR", "NOT LIKE 'B%'").start().wait()
    assert names_in(servers) == ["SCOTT.DEPT"]


def test_rows_are_chosen_by_subquery_sample_and_content(servers, scott) -> None:
    exported(scott, mode="TABLE")
    scott.filter("NAME_LIST", "'EMP'")
    scott.call("DATA_FILTER", name="SUBQUERY", value="WHERE deptno = 10 ORDER BY ename DESC", table_name="EMP")
    scott.start().wait()
    (rows,) = [
        one.object.rows
        for one in DumpFiles(servers.database()).records("/dumps/a.dmp")
        if one.object.type == "TABLE_DATA"
    ]
    assert [row[1] for row in rows] == ["KING", "CLARK"]
    scott.open().file("b.dmp").call("DATA_FILTER", name="INCLUDE_ROWS", value=0).start().wait()
    assert names_in(servers, "/dumps/b.dmp", "TABLE_DATA") == []
    scott.open().file("c.dmp").parameter("INCLUDE_METADATA", 0).start().wait()
    assert names_in(servers, "/dumps/c.dmp") == []
    assert len(names_in(servers, "/dumps/c.dmp", "TABLE_DATA")) == 3


def test_a_privileged_account_exports_others_and_their_accounts(servers) -> None:
    keeper = servers.client("KEEPER")
    exported(keeper)
    keeper.filter("SCHEMA_LIST", "'SCOTT','BLAKE'").start().wait()
    assert "BLAKE.NOTES" in names_in(servers)
    assert names_in(servers, object_type="USER") == ["BLAKE.BLAKE", "SCOTT.SCOTT"]


def test_whole_database_and_tablespace_modes(servers) -> None:
    keeper = servers.client("KEEPER")
    keeper.open(mode="FULL").file("f.dmp").start().wait()
    assert {"BLAKE.NOTES", "SCOTT.EMP"} <= set(names_in(servers, "/dumps/f.dmp"))
    assert "None.DATA" in names_in(servers, "/dumps/f.dmp", "TABLESPACE")
    keeper.open(mode="TABLESPACE").file("t.dmp").filter("TABLESPACE_EXPR", "IN ('DATA')").file("t.log", 3)
    keeper.start().wait()
    assert names_in(servers, "/dumps/t.dmp") == []
    assert "ORA-31655" in servers.text("/dumps/t.log")


def test_names_that_are_not_there_are_errors_of_the_job(servers, scott) -> None:
    exported(scott, mode="TABLE")
    scott.filter("NAME_LIST", "'EMP','NONE'").start().wait()
    log = servers.text("/dumps/a.log")
    assert "ORA-39166" in log and "completed with 1 error(s)" in log


def test_estimate_only_writes_no_dump_file(servers, scott) -> None:
    scott.open().parameter("ESTIMATE_ONLY", 1).file("e.log", 3).start().wait()
    log = servers.text("/dumps/e.log")
    assert "Estimate in progress using BLOCKS method..." in log and "Total estimation using BLOCKS method" in log
    assert servers.database().files.names("/dumps/") == ["/dumps/e.log"]


def test_templates_make_one_file_per_worker_and_more_when_files_are_full(servers, scott) -> None:
    scott.open().file("p%U.dmp", filesize="4M").call("SET_PARALLEL", degree=2).start().wait()
    assert servers.database().files.names("/dumps/") == ["/dumps/p01.dmp", "/dumps/p02.dmp", "/dumps/p03.dmp"]


def test_an_export_waits_for_a_dump_file_when_all_are_full(servers, scott) -> None:
    exported(scott)
    scott.open(job_name="FULL_UP").file("s.dmp", filesize="100K").file("s.log", 3).start()
    servers.advance(3600)
    assert servers.states()["FULL_UP"] == "EXECUTING"
    assert "ORA-39095" in servers.text("/dumps/s.log")
    assert scott.error_codes()[0] == 39095
    scott.file("more.dmp")
    assert scott.wait() == "COMPLETED"


def test_an_export_stops_for_want_of_a_dump_file_where_the_scenario_says_so(serve) -> None:
    servers = serve({"datapump": {"full_dump_files": "stop"}})
    scott = servers.client()
    scott.open(job_name="FULL_UP").file("s.dmp", filesize="100K").start()
    assert scott.wait() == "STOPPED"
    scott.attach("FULL_UP").file("more.dmp").start()
    assert scott.wait() == "COMPLETED"


def test_what_a_table_meets_is_an_error_of_the_job(serve) -> None:
    error = {"object": "SCOTT.EMP", "type": "TABLE_DATA", "code": 1555, "arguments": ["9", "x", "small"]}
    servers = serve({"datapump": {"errors": [error]}})
    scott = servers.client()
    exported(scott)
    assert scott.start().wait() == "COMPLETED"
    log = servers.text("/dumps/a.log")
    assert "ORA-31693" in log and "ORA-01555" in log and "completed with 1 error(s)" in log
    assert "SCOTT.EMP" not in names_in(servers, object_type="TABLE_DATA")


def test_a_fatal_error_stops_the_job_which_can_be_resumed(serve) -> None:
    servers = serve({"datapump": {"errors": [{"number": 5, "code": 1652, "fatal": True}]}})
    scott = servers.client()
    exported(scott, job_name="FATAL")
    assert scott.start().wait() == "STOPPED"
    servers.advance(5)
    assert servers.states() == {"FATAL": "NOT RUNNING"}
    assert 'Job "SCOTT"."FATAL" stopped due to fatal error' in servers.text("/dumps/a.log")
    assert scott.attach("FATAL").start().wait() == "COMPLETED"
    assert len(names_in(servers)) == 3


def test_data_remaps_change_what_is_written(servers, scott) -> None:
    exported(scott, mode="TABLE")
    scott.filter("NAME_LIST", "'DEPT'").call(
        "DATA_REMAP", name="COLUMN_FUNCTION", table_name="DEPT", column="DNAME",
        remap_function="SYS.DBMS_ASSERT.ENQUOTE_LITERAL",
    )  # fmt: skip
    scott.start().wait()
    (rows,) = [
        one.object.rows
        for one in DumpFiles(servers.database()).records("/dumps/a.dmp")
        if one.object.type == "TABLE_DATA"
    ]
    assert rows == [[10, "'ACCOUNTING'"], [20, "'RESEARCH'"]]


def test_a_view_is_exported_as_a_table(servers, scott) -> None:
    scott.block("CREATE VIEW rich AS SELECT empno, ename FROM emp WHERE sal > 1000")
    exported(scott, mode="TABLE")
    scott.filter("VIEWS_AS_TABLES", "RICH:WEALTHY").start().wait()
    reader = servers.client("SCOTT", "tgt").open("IMPORT", "TABLE").file("a.dmp").start()
    assert reader.wait() == "COMPLETED"
    assert reader.query("SELECT ename FROM wealthy ORDER BY 1") == [("CLARK",), ("KING",)]


def test_a_subquery_that_is_none_fails_its_table_only(servers, scott) -> None:
    exported(scott)
    scott.call("DATA_FILTER", name="SUBQUERY", value="WHERE nothing = 1", table_name="EMP").start()
    assert scott.wait() == "COMPLETED"
    log = servers.text("/dumps/a.log")
    assert "ORA-31693" in log and "ORA-00904" in log
    assert names_in(servers, object_type="TABLE_DATA") == ["SCOTT.BIG", "SCOTT.DEPT"]


def test_tables_can_be_left_out_altogether(servers, scott) -> None:
    exported(scott)
    scott.filter("EXCLUDE_TABLES", "YES").start().wait()
    assert names_in(servers) == []


def test_rows_that_nobody_has_committed_are_never_exported(servers, scott) -> None:
    """Oracle would export the table as it was; the simulator cannot, and says so."""
    scott.block("INSERT INTO dept VALUES (30, 'SALES')")
    other = servers.client("KEEPER").open().file("a.dmp").file("a.log", 3).filter("SCHEMA_EXPR", "= 'SCOTT'").start()
    assert other.wait() == "COMPLETED"
    assert "ORA-03001" in servers.text("/dumps/a.log")
    assert "SCOTT.DEPT" not in names_in(servers, object_type="TABLE_DATA")
