# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The views: each can be read on each release, and a sample of what they derive."""

from __future__ import annotations

import datetime

import pytest

from simora.world.views import view_texts


@pytest.mark.parametrize("release", ["12.1", "19c", "23ai"])
@pytest.mark.parametrize("kind", ["non-CDB", "CDB"])
def test_every_view_can_be_read_and_described(build_world, release, kind):
    world = build_world(f'release: "{release}"' + ("\npdbs: [{name: P}]" if kind == "CDB" else ""))
    dba = world.dba
    names = sorted(view_texts(release))
    assert len(names) > 100
    for name in names:
        result = dba.run(f"SELECT * FROM {name}").result_set
        headings = [column.name for column in result.columns]
        described = dba.rows(
            "SELECT column_name FROM all_tab_columns WHERE owner = 'SYS' AND table_name = :n ORDER BY column_id",
            name.replace("V$", "V_$", 1),
        )
        assert [heading for (heading,) in described] == headings, name


@pytest.mark.parametrize("release", ["12.1", "19c", "23ai"])
def test_versions(build_world, release):
    world = build_world(f'release: "{release}"')
    version = world.service().version
    assert world.dba.value("SELECT banner FROM v$version").startswith("Oracle Database")
    if release == "12.1":
        assert world.dba.value("SELECT version FROM v$instance") == "12.1.0.2.0"
        assert world.dba.code("SELECT version_full FROM v$instance") == 904
    else:
        assert world.dba.value("SELECT version_full FROM v$instance") == ".".join(map(str, version))
        assert world.dba.value("SELECT version FROM product_component_version") == f"{version[0]}.0.0.0.0"


def test_unknown_columns_and_tables(world):
    dba = world.dba
    assert dba.code("SELECT nonsense FROM dba_objects") == 904
    assert dba.code("SELECT * FROM dba_nonsense") == 942


def test_objects_of_a_table(world):
    rows = world.dba.rows(
        "SELECT object_name, object_type, object_id, created, status, temporary, generated FROM dba_objects"
        " WHERE owner = 'SCOTT' ORDER BY object_id"
    )
    moment = datetime.datetime(2026, 1, 15, 3, 0)
    assert rows[0] == ("EMP", "TABLE", 73500, moment, "VALID", "N", "N")
    assert rows[1][1:] == ("INDEX", 73501, moment, "VALID", "N", "Y")


def test_segments_and_tablespaces(world):
    query = "SELECT segment_type, tablespace_name, bytes FROM dba_segments WHERE owner = 'SCOTT' ORDER BY 1"
    assert world.dba.rows(query) == [("INDEX", "USERS", 65536), ("TABLE", "USERS", 65536)]


def test_last_ddl_time_moves_with_ddl(world):
    world.database().clock.advance(3600)
    world.login().run("GRANT SELECT ON emp TO nobody")
    created, changed = world.dba.rows(
        "SELECT created, last_ddl_time FROM dba_objects WHERE owner = 'SCOTT' AND object_name = 'EMP'"
    )[0]
    assert changed - created == datetime.timedelta(hours=1)


def test_all_tab_columns_tells_which_columns_a_view_has(world):
    columns = world.login("DPCLEAN").rows(
        "SELECT column_name FROM all_tab_columns WHERE table_name = 'DBA_DATAPUMP_SESSIONS' ORDER BY column_id"
    )
    assert ("INST_ID",) in columns and ("INSTANCE_ID",) not in columns


def test_external_tables_are_listed_and_have_no_rows_to_read(build_world, accounts):
    world = build_world(
        accounts
        + """
tables:
  - owner: SCOTT
    name: ET$00010001
    columns: [{name: A, type: NUMBER}]
    external: {directory: DATA_PUMP_DIR, access_driver: ORACLE_DATAPUMP, files: [x.dmp]}
"""
    )
    query = "SELECT owner, table_name, type_name, default_directory_name FROM dba_external_tables"
    assert world.dba.rows(query) == [("SCOTT", "ET$00010001", "ORACLE_DATAPUMP", "DATA_PUMP_DIR")]
    assert world.login().code('SELECT * FROM "ET$00010001"') == 29913
    assert world.login().code('DROP TABLE "ET$00010001"') == 0
    assert world.dba.value("SELECT COUNT(*) FROM dba_recyclebin") == 0


def test_constraints_and_their_columns(world):
    rows = world.dba.rows(
        "SELECT c.constraint_type, c.table_name, k.column_name, k.position, c.index_name FROM dba_constraints c"
        " JOIN dba_cons_columns k ON k.owner = c.owner AND k.constraint_name = c.constraint_name"
        " WHERE c.owner = 'SCOTT'"
    )
    assert [row[:4] for row in rows] == [("P", "EMP", "EMPNO", 1)]
    assert rows[0][4] is not None


def test_role_contents_of_data_pump(world):
    privileges = world.dba.rows(
        "SELECT privilege FROM dba_sys_privs WHERE grantee = 'DATAPUMP_EXP_FULL_DATABASE' ORDER BY 1"
    )
    assert privileges == [("CREATE SESSION",), ("CREATE TABLE",)]
    roles = world.dba.rows(
        "SELECT granted_role FROM dba_role_privs WHERE grantee = 'DATAPUMP_IMP_FULL_DATABASE' ORDER BY 1"
    )
    assert roles == [("EXP_FULL_DATABASE",), ("IMP_FULL_DATABASE",)]
