# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ORA-00942 and ORA-01031 by grants."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("user", "statement", "code"),
    [
        ("NOBODY", "SELECT * FROM scott.emp", 942),
        ("NOBODY", "DROP TABLE scott.emp", 942),
        ("NOBODY", "LOCK TABLE scott.emp IN EXCLUSIVE MODE NOWAIT", 942),
        ("DPCLEAN", "SELECT * FROM scott.emp", 0),
        ("DPCLEAN", "DELETE FROM scott.emp", 1031),
        ("DPCLEAN", "LOCK TABLE scott.emp IN EXCLUSIVE MODE NOWAIT", 0),
        ("DPCLEAN", "ALTER TABLE scott.emp ADD (x NUMBER)", 1031),
        ("DPCLEAN", "COMMENT ON TABLE scott.emp IS 'x'", 1031),
        ("DPCLEAN", "DROP TABLE scott.emp", 0),
        ("DPCLEAN", "CREATE TABLE scott.t (a NUMBER)", 1031),
        ("NOBODY", "CREATE TABLE t (a NUMBER)", 1031),
        ("SCOTT", "CREATE TABLE t (a NUMBER)", 0),
        ("SCOTT", "CREATE PUBLIC SYNONYM s FOR emp", 1031),
        ("SCOTT", "CREATE USER u IDENTIFIED BY u", 1031),
        ("SCOTT", "ALTER SYSTEM SET ddl_lock_timeout = 5", 1031),
    ],
)
def test_statement_needs_its_privilege(world, user, statement, code):
    assert world.login(user).code(statement) == code


@pytest.mark.parametrize(
    ("privilege", "statement", "code"),
    [
        ("SELECT", "SELECT * FROM scott.emp", 0),
        ("SELECT", "DELETE FROM scott.emp", 1031),
        ("SELECT", "LOCK TABLE scott.emp IN SHARE MODE NOWAIT", 0),
        ("READ", "SELECT * FROM scott.emp", 0),
        ("READ", "SELECT * FROM scott.emp FOR UPDATE", 1031),
        ("READ", "LOCK TABLE scott.emp IN SHARE MODE NOWAIT", 1031),
        ("DELETE", "SELECT * FROM scott.emp", 1031),
        ("DELETE", "LOCK TABLE scott.emp IN SHARE MODE NOWAIT", 0),
        ("SELECT", "DROP TABLE scott.emp", 1031),
    ],
)
def test_object_privileges_permit_exactly_what_they_name(world, privilege, statement, code):
    world.login().run(f"GRANT {privilege} ON emp TO nobody")
    assert world.login("NOBODY").code(statement) == code


@pytest.mark.parametrize(
    "view", ["DBA_OBJECTS", "DBA_RECYCLEBIN", "V$SESSION", "GV$INSTANCE", "SYS.DBA_TABLES", "CDB_OBJECTS"]
)
def test_dba_views_need_the_catalog_role_or_a_grant(world, view):
    assert world.login("NOBODY").code(f"SELECT * FROM {view}") == 942
    assert world.login("DPCLEAN").code(f"SELECT * FROM {view}") == 0


def test_select_any_dictionary_or_a_direct_grant_open_a_view(world):
    nobody = world.login("NOBODY")
    world.dba.run("GRANT SELECT ON sys.dba_tables TO nobody")
    assert (nobody.code("SELECT * FROM dba_tables"), nobody.code("SELECT * FROM dba_objects")) == (0, 942)
    world.dba.run("GRANT SELECT ANY DICTIONARY TO nobody")
    assert nobody.code("SELECT * FROM dba_objects") == 0


def test_any_privileges_do_not_reach_sys(world):
    dba = world.dba
    dba.run("CREATE TABLE leftover (a NUMBER)")
    cleaner = world.login("DPCLEAN")
    assert cleaner.code("SELECT * FROM sys.leftover") == 942
    assert cleaner.code("DROP TABLE sys.leftover") == 942
    dba.run("GRANT SELECT ON leftover TO dpclean")
    assert cleaner.code("DROP TABLE sys.leftover") == 1031


def test_base_tables_are_for_sys(world):
    assert world.login("DPCLEAN").code("SELECT * FROM sys.obj$") == 942
    assert world.dba.code("SELECT * FROM sys.obj$") == 0


def test_nobody_reads_passwords(world):
    assert world.dba.code("SELECT * FROM sys.x_credential") == 942


def test_user_and_all_views_are_public_and_show_what_is_accessible(world):
    nobody = world.login("NOBODY")
    assert nobody.value("SELECT COUNT(*) FROM user_objects") == 0
    assert nobody.value("SELECT COUNT(*) FROM all_tables WHERE owner = 'SCOTT'") == 0
    world.login().run("GRANT SELECT ON emp TO nobody")
    assert nobody.value("SELECT COUNT(*) FROM all_tables WHERE owner = 'SCOTT'") == 1
    assert world.login("DPCLEAN").value("SELECT COUNT(*) FROM all_tables WHERE owner = 'SCOTT'") == 1


def test_inserting_needs_a_quota(build_world):
    world = build_world("users: [{name: POOR, password: x, grants: [CREATE SESSION, CREATE TABLE]}]")
    poor = world.login("POOR")
    poor.run("CREATE TABLE t (a NUMBER)")
    assert poor.code("INSERT INTO t VALUES (1)") == 1950
    world.dba.run("ALTER USER poor QUOTA 10M ON users")
    assert poor.code("INSERT INTO t VALUES (1)") == 0
