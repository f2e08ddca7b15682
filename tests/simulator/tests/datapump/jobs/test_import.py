# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""IMPORT and SQL_FILE: objects made again in another database, from dump files or over a link."""

from __future__ import annotations

import pytest


@pytest.fixture
def dumped(servers):
    """SCOTT's schema in /dumps/a.dmp, exported by the privileged account."""
    keeper = servers.client("KEEPER")
    keeper.open(job_name="DUMPED").file("a.dmp").filter("SCHEMA_EXPR", "IN ('SCOTT')")
    assert keeper.start().wait() == "COMPLETED"
    return servers


def importing(servers, user="SCOTT", operation="IMPORT", mode="SCHEMA", **arguments):
    return servers.client(user, "tgt").open(operation, mode, **arguments).file("a.dmp").file("i.log", 3)


def test_tables_arrive_with_rows_keys_and_comments(dumped) -> None:
    scott = importing(dumped)
    assert scott.start().wait() == "COMPLETED"
    assert scott.query("SELECT empno, ename, sal FROM emp ORDER BY empno")[0] == (7369, "SMITH", 800.5)
    assert scott.query("SELECT comments FROM user_tab_comments WHERE table_name = 'EMP'") == [("People",)]
    assert scott.query("SELECT comments FROM user_col_comments WHERE column_name = 'ENAME'") == [("Last name",)]
    kinds = "SELECT table_name, constraint_type FROM user_constraints WHERE table_name IN ('EMP', 'DEPT') ORDER BY 1, 2"
    assert scott.query(kinds) == [("DEPT", "P"), ("EMP", "P"), ("EMP", "R")]
    assert '. . imported "SCOTT"."EMP"' in dumped.text("/dumps/i.log")


def test_an_account_is_made_again_with_its_grants(dumped) -> None:
    keeper = importing(dumped, "KEEPER").call("METADATA_REMAP", name="REMAP_SCHEMA", old_value="SCOTT", value="CLONE")
    assert keeper.start().wait() == "COMPLETED"
    grants = "SELECT privilege FROM dba_sys_privs WHERE grantee = 'CLONE' ORDER BY 1"
    assert keeper.query(grants) == [("CREATE SESSION",), ("CREATE TABLE",), ("CREATE VIEW",)]
    tables = "SELECT table_name FROM dba_tables WHERE owner = 'CLONE' ORDER BY 1"
    assert keeper.query(tables) == [("BIG",), ("DEPT",), ("EMP",)]


def test_objects_that_are_there_already_are_errors(dumped) -> None:
    keeper = importing(dumped, "KEEPER")
    assert keeper.start().wait() == "COMPLETED"
    log = dumped.text("/dumps/i.log")
    assert 'ORA-31684: Object type USER:"SCOTT" already exists' in log and "completed with" in log


def test_tables_and_tablespaces_change_their_names(dumped) -> None:
    scott = importing(dumped, mode="TABLE").filter("NAME_EXPR", "IN ('DEPT')")
    scott.call("METADATA_REMAP", name="REMAP_TABLE", old_value="DEPT", value="DIVISION")
    scott.call("METADATA_REMAP", name="REMAP_TABLESPACE", old_value="USERS", value="DATA")
    assert scott.start().wait() == "COMPLETED"
    assert scott.query("SELECT table_name, tablespace_name FROM user_tables WHERE table_name <> 'X'")[0] == (
        "DIVISION",
        "DATA",
    )
    assert scott.query("SELECT COUNT(*) FROM division") == [(2,)]


@pytest.mark.parametrize(
    ("action", "rows", "errors"),
    [(None, [(1, "old")], 1), ("SKIP", [(1, "old")], 0),
     ("APPEND", [(1, "old"), (10, "ACCOUNTING"), (20, "RESEARCH")], 0),
     ("TRUNCATE", [(10, "ACCOUNTING"), (20, "RESEARCH")], 0), ("REPLACE", [(10, "ACCOUNTING"), (20, "RESEARCH")], 0)],
)  # fmt: skip
def test_a_table_that_exists(dumped, action, rows, errors) -> None:
    scott = dumped.client("SCOTT", "tgt")
    scott.block("CREATE TABLE dept (deptno NUMBER(2), dname VARCHAR2(14))")
    scott.block("INSERT INTO dept VALUES (1, 'old')")
    scott.connection.commit()
    scott.open("IMPORT", "TABLE").file("a.dmp").file("i.log", 3).filter("NAME_LIST", "'DEPT'")
    if action is not None:
        scott.parameter("TABLE_EXISTS_ACTION", action)
    assert scott.start().wait() == "COMPLETED"
    assert scott.query("SELECT deptno, dname FROM dept ORDER BY 1") == rows
    assert ("successfully completed" in dumped.text("/dumps/i.log")) == (errors == 0)


def test_a_table_that_cannot_be_made_takes_its_dependents_with_it(dumped) -> None:
    """The tablespace of the target is read only."""
    keeper = importing(dumped, "KEEPER", "IMPORT", "TABLE").filter("NAME_LIST", "'EMP'")
    keeper.filter("SCHEMA_EXPR", "= 'SCOTT'")
    keeper.call("METADATA_REMAP", name="REMAP_TABLESPACE", old_value="USERS", value="NOWHERE")
    assert keeper.start().wait() == "COMPLETED"
    log = dumped.text("/dumps/i.log")
    assert "ORA-39083" in log and "ORA-00959" in log and "ORA-39112" in log
    assert keeper.query("SELECT COUNT(*) FROM dba_tables WHERE owner = 'SCOTT' AND table_name = 'EMP'") == [(0,)]


def test_rows_that_break_a_key_are_not_loaded(dumped) -> None:
    scott = dumped.client("SCOTT", "tgt")
    scott.block("CREATE TABLE dept (deptno NUMBER(2) PRIMARY KEY, dname VARCHAR2(14))")
    scott.block("INSERT INTO dept VALUES (20, 'old')")
    scott.connection.commit()
    scott.open("IMPORT", "TABLE").file("a.dmp").file("i.log", 3).filter("NAME_LIST", "'DEPT'")
    scott.parameter("TABLE_EXISTS_ACTION", "APPEND").start().wait()
    assert "ORA-31693" in dumped.text("/dumps/i.log")
    assert scott.query("SELECT COUNT(*) FROM dept") == [(1,)]


def test_others_objects_are_left_out_for_an_ordinary_account(dumped) -> None:
    blake = importing(dumped, "BLAKE")
    assert blake.start().wait() == "COMPLETED"
    log = dumped.text("/dumps/i.log")
    assert "ORA-39154" in log and "ORA-31655" in log


def test_an_ordinary_account_may_take_anothers_objects_into_its_own_schema(dumped) -> None:
    blake = importing(dumped, "BLAKE").call("METADATA_REMAP", name="REMAP_SCHEMA", old_value="SCOTT", value="BLAKE")
    privileges = "SELECT COUNT(*) FROM user_sys_privs"
    before = blake.query(privileges)
    assert blake.start().wait() == "COMPLETED"
    assert blake.query("SELECT COUNT(*) FROM blake.emp") == [(3,)]
    assert blake.query(privileges) == before


def test_the_script_of_a_sql_file_job(dumped) -> None:
    scott = importing(dumped, operation="SQL_FILE").file("ddl.sql", 4)
    scott.call("METADATA_REMAP", name="REMAP_SCHEMA", old_value="SCOTT", value="SCOTT")
    assert scott.start().wait() == "COMPLETED"
    script = dumped.text("/dumps/ddl.sql")
    assert "-- new object type path: SCHEMA_EXPORT/TABLE/TABLE" in script
    assert 'CREATE TABLE "SCOTT"."EMP"' in script and "TINY" not in script
    assert scott.query("SELECT COUNT(*) FROM user_tables WHERE table_name = 'EMP'") == [(0,)]


def test_a_master_only_import_keeps_the_table_and_makes_nothing(dumped) -> None:
    """Conformance case C46."""
    scott = importing(dumped, job_name="LOOK").parameter("MASTER_ONLY", 1)
    assert scott.start().wait() == "COMPLETED"
    dumped.advance(5, "tgt")
    assert dumped.states("tgt") == {"LOOK": "NOT RUNNING"}
    listed = "SELECT object_name FROM look WHERE process_order > 0 AND object_type = 'TABLE' ORDER BY 1"
    assert scott.query(listed) == [("BIG",), ("DEPT",), ("EMP",)]
    assert scott.query("SELECT COUNT(*) FROM user_tables WHERE table_name = 'EMP'") == [(0,)]


def test_objects_come_over_a_link_without_any_dump_file(servers) -> None:
    scott = servers.client("SCOTT", "tgt").open("IMPORT", "TABLE", remote_link="SRC").filter("NAME_LIST", "'EMP'")
    assert scott.file("n.log", 3).start().wait() == "COMPLETED"
    assert scott.query("SELECT COUNT(*) FROM emp") == [(3,)]


def test_an_export_over_a_link_writes_here_what_is_there(servers) -> None:
    scott = servers.client("SCOTT", "tgt").open("EXPORT", "SCHEMA", remote_link="SRC").file("far.dmp")
    assert scott.start().wait() == "COMPLETED"
    local = servers.client("SCOTT", "tgt").open("IMPORT", "SCHEMA").file("far.dmp")
    assert local.start().wait() == "COMPLETED"
    assert local.query("SELECT COUNT(*) FROM dept") == [(2,)]


def test_tablespaces_are_transported(servers) -> None:
    keeper = servers.client("KEEPER")
    keeper.open("EXPORT", "TRANSPORTABLE").file("tts.dmp").filter("TABLESPACE_LIST", "'USERS'")
    assert keeper.start().wait() == "COMPLETED"
    other = servers.client("KEEPER", "tgt").open("IMPORT", "TRANSPORTABLE").file("tts.dmp")
    other.parameter("TABLESPACE_DATAFILE", "/oradata/users01.dbf")
    assert other.start().wait() == "COMPLETED"
    assert servers.client("SCOTT", "tgt").query("SELECT COUNT(*) FROM emp") == [(3,)]


def test_an_encrypted_dump_file_needs_its_password(servers, refused) -> None:
    scott = servers.client().open().file("x.dmp").parameter("ENCRYPTION_PASSWORD", "tell nobody")
    assert scott.start().wait() == "COMPLETED"
    reader = servers.client("SCOTT", "tgt")
    reader.open("IMPORT").file("x.dmp")
    with refused(39002):
        reader.start()
    assert reader.error_codes()[1] == 39174
    reader.parameter("ENCRYPTION_PASSWORD", "wrong")
    with refused(39002):
        reader.start()
    assert reader.error_codes()[1] == 39176
    reader.parameter("ENCRYPTION_PASSWORD", "tell nobody")
    assert reader.start().wait() == "COMPLETED"
    assert b"tell nobody" not in servers.database().files.read("/dumps/x.dmp")


def test_a_set_of_several_files_must_be_whole(servers, refused) -> None:
    scott = servers.client().open().file("p%U.dmp", filesize="4M")
    assert scott.call("SET_PARALLEL", degree=3).start().wait() == "COMPLETED"
    reader = servers.client("SCOTT", "tgt").open("IMPORT").file("p01.dmp")
    with refused(39002):
        reader.start()
    assert 39059 in reader.error_codes()
    reader.open("IMPORT").file("p%U.dmp")
    assert reader.start().wait() == "COMPLETED"
    assert reader.query("SELECT COUNT(*) FROM emp") == [(3,)]


def test_an_import_takes_only_the_rows_of_its_subquery(dumped) -> None:
    scott = importing(dumped, mode="TABLE").filter("NAME_LIST", "'EMP','DEPT'")
    scott.call("DATA_FILTER", name="SUBQUERY", value="WHERE sal > 1000", table_name="EMP")
    scott.call("DATA_FILTER", name="INCLUDE_ROWS", value=0, table_name="DEPT")
    assert scott.start().wait() == "COMPLETED"
    assert scott.query("SELECT ename FROM emp ORDER BY 1") == [("CLARK",), ("KING",)]
    assert scott.query("SELECT COUNT(*) FROM dept") == [(0,)]
    assert scott.query("SELECT COUNT(*) FROM user_tables WHERE table_name LIKE 'KU$%'") == [(0,)]


def test_constraints_wait_for_the_rows_of_all_tables(dumped) -> None:
    scott = importing(dumped).call("SET_PARALLEL", degree=4)
    assert scott.start().wait() == "COMPLETED"
    log = dumped.text("/dumps/i.log")
    assert log.index('imported "SCOTT"."BIG"') < log.index("TABLE/CONSTRAINT/CONSTRAINT")
    assert "successfully completed" in log
