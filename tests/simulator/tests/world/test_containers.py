# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CDB, PDBs, instances: what each sees, and services of what is not open."""

from __future__ import annotations

import pytest

CDB = """
instances: [{number: 1, name: TEST1, host: db1}, {number: 2, name: TEST2, host: db2}]
users:
  - {name: C##CLEAN, password: x, grants: [CREATE SESSION, SET CONTAINER, SELECT ANY TABLE],
     roles: [SELECT_CATALOG_ROLE]}
pdbs:
  - name: PDB1
    services: [pdb1]
    users: [{name: SCOTT, password: tiger, grants: [CREATE SESSION, CREATE TABLE], quotas: {USERS: unlimited}}]
    tables: [{owner: SCOTT, name: EMP, columns: [{name: A, type: NUMBER}], rows: [[1]]}]
  - name: PDB2
    services: [pdb2]
    open_on: [2]
    users: [{name: SCOTT, password: lion, grants: [CREATE SESSION]}]
    tables: [{owner: SCOTT, name: DEPT, columns: [{name: A, type: NUMBER}]}]
  - {name: PDB3, services: [pdb3], open_mode: MOUNTED}
"""


@pytest.fixture
def cdb(build_world):
    return build_world(CDB)


def test_containers_keep_their_objects_and_accounts_apart(cdb):
    first, second = cdb.login("SCOTT", "pdb1"), cdb.login("SCOTT", "pdb2")
    assert first.value("SELECT COUNT(*) FROM emp") == 1
    assert second.code("SELECT * FROM emp") == 942
    assert cdb.service("pdb1").credentials("SCOTT").password == "tiger"
    assert cdb.service("pdb2").credentials("SCOTT").password == "lion"
    assert cdb.login_code("SCOTT", "test") == 1017


def test_dba_views_show_one_container_and_cdb_views_from_the_root_all_open_ones(cdb):
    query = "SELECT table_name FROM {}_tables WHERE owner = 'SCOTT' ORDER BY 1"
    root, pdb = cdb.login("C##CLEAN"), cdb.login("C##CLEAN", "pdb1")
    assert root.rows(query.format("dba")) == []
    seen = {instance: cdb.login("C##CLEAN") for instance in (1, 2)}
    by_instance = {login.session.instance_id: login.rows(query.format("cdb")) for login in seen.values()}
    assert by_instance == {1: [("EMP",)], 2: [("DEPT",), ("EMP",)]}
    assert pdb.rows(query.format("cdb")) == [("EMP",)]
    assert pdb.rows("SELECT DISTINCT con_id FROM cdb_tables") == [(3,)]


def test_set_container_changes_what_is_seen(cdb):
    root = cdb.login("C##CLEAN")
    names = "SELECT SYS_CONTEXT('USERENV', 'CON_NAME'), SYS_CONTEXT('USERENV', 'CON_ID') FROM dual"
    assert root.rows(names) == [("CDB$ROOT", "1")]
    root.run("ALTER SESSION SET CONTAINER = PDB1")
    assert root.rows(names) == [("PDB1", "3")]
    assert root.value("SELECT COUNT(*) FROM scott.emp") == 1
    assert root.code("ALTER SESSION SET CONTAINER = PDB3") == 1109
    assert root.code("ALTER SESSION SET CONTAINER = PDB9") == 65011
    root.run("ALTER SESSION SET CONTAINER = CDB$ROOT")
    assert root.code("SELECT * FROM scott.emp") == 942


def test_a_local_user_stays_in_its_pdb(cdb):
    assert cdb.login("SCOTT", "pdb1").code("ALTER SESSION SET CONTAINER = PDB2") == 1031


def test_a_pdb_that_is_not_open_takes_only_administrators(cdb):
    assert cdb.login_code("SYSTEM", "pdb3") == 1109
    assert cdb.login_code("SYS", "pdb3", privilege="SYSDBA") == 0


def test_pdbs_and_containers_are_listed(cdb):
    root = cdb.login("C##CLEAN")
    listed = root.rows("SELECT con_id, name FROM v$pdbs ORDER BY 1")
    assert listed == [(2, "PDB$SEED"), (3, "PDB1"), (4, "PDB2"), (5, "PDB3")]
    states = root.rows("SELECT inst_id, name, open_mode FROM gv$pdbs WHERE name = 'PDB2' ORDER BY inst_id")
    assert states == [(1, "PDB2", "MOUNTED"), (2, "PDB2", "READ WRITE")]
    pdb = cdb.login("C##CLEAN", "pdb1")
    assert pdb.rows("SELECT name FROM v$containers") == [("PDB1",)]


def test_identity_of_the_database_and_its_pdbs(cdb, build_world):
    assert cdb.login("C##CLEAN").rows("SELECT name, cdb FROM v$database") == [("TEST", "YES")]
    uids = {cdb.login("C##CLEAN", pdb).value("SELECT con_uid FROM v$containers") for pdb in ("pdb1", "pdb2")}
    assert len(uids) == 2
    plain = build_world("dbid: 42")
    assert plain.dba.rows("SELECT dbid, cdb FROM v$database") == [(42, "NO")]
    assert plain.dba.rows("SELECT con_id, name FROM v$containers") == [(0, "TEST")]


def test_instances_take_turns_and_see_each_other(cdb):
    logins = [cdb.login("C##CLEAN") for dummy in range(4)]
    assert [login.session.instance_id for login in logins] == [1, 2, 1, 2]
    assert logins[0].value("SELECT instance_number FROM v$instance") == 1
    assert logins[1].value("SELECT SYS_CONTEXT('USERENV', 'INSTANCE_NAME') FROM dual") == "TEST2"
    assert logins[0].rows("SELECT inst_id, host_name FROM gv$instance ORDER BY 1") == [(1, "db1"), (2, "db2")]
    assert logins[0].value("SELECT COUNT(*) FROM v$session") == 2
    assert logins[0].value("SELECT COUNT(*) FROM gv$session") == 4
    assert logins[0].value("SELECT value FROM v$parameter WHERE name = 'cluster_database'") == "TRUE"


def test_a_crash_ends_one_instances_sessions(cdb):
    first, second = cdb.login("C##CLEAN"), cdb.login("C##CLEAN")
    database = cdb.database()
    with database.lock:
        database.end_instance(1)
    assert first.code("SELECT 1 FROM dual") == 3113
    assert second.rows("SELECT inst_id FROM gv$instance") == [(2,)]
    assert second.rows("SELECT inst_number FROM v$active_instances") == [(2,)]
    database.start_instance(1)
    assert second.rows("SELECT inst_id FROM gv$instance ORDER BY 1") == [(1,), (2,)]


@pytest.mark.parametrize(
    ("state", "code", "as_sysdba"),
    [
        ("{number: 1, status: MOUNTED}", 1033, 0),
        ("{number: 1, status: SHUTDOWN}", 1034, 1034),
        ("{number: 1, logins: RESTRICTED}", 1035, 0),
    ],
)
def test_an_instance_that_is_not_open(build_world, state, code, as_sysdba):
    world = build_world(f"instances: [{state}]")
    assert world.login_code("SYSTEM") == code
    assert world.login_code("SYS", privilege="SYSDBA") == as_sysdba


def test_unknown_services_and_sids(cdb):
    from simora.errors import OraError

    for options, code in (({"service_name": "x", "sid": None}, 12514), ({"service_name": None, "sid": "x"}, 12505)):
        with pytest.raises(OraError) as failure:
            cdb.listener.lookup(**options)
        assert failure.value.code == code
