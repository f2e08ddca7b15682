# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logins, account states, proxies, roles and grants."""

from __future__ import annotations

import pytest

STATES = """
users:
  - {name: LOCKED, password: x, grants: [CREATE SESSION], account_status: LOCKED}
  - {name: STALE, password: x, grants: [CREATE SESSION], account_status: EXPIRED}
  - {name: GRACE, password: x, grants: [CREATE SESSION], account_status: EXPIRED(GRACE)}
  - {name: POOR, password: x}
  - {name: ADMIN, password: x, grants: [CREATE SESSION, SYSDBA]}
"""


@pytest.mark.parametrize(
    ("user", "privilege", "code"),
    [
        ("SYS", None, 28009),
        ("SYS", "SYSDBA", 0),
        ("SYSTEM", None, 0),
        ("SYSTEM", "SYSDBA", 1031),
        ("ADMIN", "SYSDBA", 0),
        ("LOCKED", None, 28000),
        ("STALE", None, 28001),
        ("GRACE", None, 0),
        ("POOR", None, 1045),
        ("ABSENT", None, 1017),
    ],
)
def test_who_may_log_in(build_world, user, privilege, code):
    assert build_world(STATES).login_code(user, privilege=privilege) == code


def test_a_sysdba_session_is_sys(build_world):
    admin = build_world(STATES).login("ADMIN", privilege="SYSDBA")
    assert admin.rows("SELECT user, SYS_CONTEXT('USERENV', 'ISDBA') FROM dual") == [("SYS", "TRUE")]


def test_a_refused_login_leaves_no_session(build_world):
    world = build_world(STATES)
    world.login_code("POOR")
    assert list(world.database().sessions) == []


def test_a_new_password_ends_an_expiry(build_world):
    world = build_world(STATES)
    world.service().change_password("STALE", "fresh")
    assert world.service().credentials("STALE").password == "fresh"
    assert world.login_code("STALE") == 0


def test_a_proxy_session_belongs_to_the_client(world):
    session = world.login("DPCLEAN", proxy_client="SCOTT")
    query = "SELECT user, SYS_CONTEXT('USERENV', 'PROXY_USER'), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') FROM dual"
    assert session.rows(query) == [("SCOTT", "DPCLEAN", "SCOTT")]
    assert session.code("CREATE TABLE mine (a NUMBER)") == 0


def test_proxies_are_granted_and_revoked(world):
    assert world.login_code("DPCLEAN", proxy_client="NOBODY") == 28150
    world.dba.run("ALTER USER nobody GRANT CONNECT THROUGH dpclean")
    assert world.login_code("DPCLEAN", proxy_client="NOBODY") == 0
    world.dba.run("ALTER USER nobody REVOKE CONNECT THROUGH dpclean")
    assert world.login_code("DPCLEAN", proxy_client="NOBODY") == 28150


def test_a_locked_client_cannot_be_proxied(world):
    world.dba.run("ALTER USER scott ACCOUNT LOCK")
    assert world.login_code("DPCLEAN", proxy_client="SCOTT") == 28000
    assert world.login_code("SCOTT") == 28000
    world.dba.run("ALTER USER scott ACCOUNT UNLOCK")
    assert world.login_code("SCOTT") == 0


def test_system_privileges_act_at_once_and_roles_with_the_next_session(world):
    nobody = world.login("NOBODY")
    world.dba.run("GRANT CREATE TABLE TO nobody")
    assert nobody.code("CREATE TABLE t (a NUMBER)") == 0
    world.dba.run("GRANT select_catalog_role TO nobody")
    assert nobody.code("SELECT * FROM dba_objects") == 942
    assert world.login("NOBODY").code("SELECT * FROM dba_objects") == 0


def test_set_role_switches_roles_off_and_on(world):
    cleaner = world.login("DPCLEAN")
    cleaner.run("SET ROLE NONE")
    assert cleaner.code("SELECT * FROM dba_objects") == 942
    cleaner.run("SET ROLE select_catalog_role")
    assert cleaner.code("SELECT * FROM dba_objects") == 0
    assert cleaner.code("SET ROLE dba") == 1924


def test_session_privs_follow_nested_roles(world):
    world.dba.run("GRANT datapump_exp_full_database TO nobody")
    nobody = world.login("NOBODY")
    roles = {row[0] for row in nobody.rows("SELECT role FROM session_roles")}
    assert roles == {
        "DATAPUMP_EXP_FULL_DATABASE", "EXP_FULL_DATABASE", "SELECT_CATALOG_ROLE", "EXECUTE_CATALOG_ROLE",
    }  # fmt: skip
    assert ("SELECT ANY TABLE",) in nobody.rows("SELECT privilege FROM session_privs")


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("GRANT CREATE SESSION TO absent", 1917),
        ("GRANT fly TO scott", 1919),
        ("GRANT FLY HIGH TO scott", 990),
        ("REVOKE CREATE SESSION FROM public", 1952),
        ("REVOKE dba FROM scott", 1951),
        ("GRANT SELECT ON scott.absent TO nobody", 942),
        ("GRANT EXECUTE ON scott.emp TO nobody", 2225),
        ("CREATE USER scott IDENTIFIED BY x", 1920),
        ("CREATE USER u IDENTIFIED BY x DEFAULT TABLESPACE absent", 959),
        ("ALTER USER absent IDENTIFIED BY x", 1918),
        ("DROP USER scott", 1922),
        ("DROP USER absent", 1918),
    ],
)
def test_what_grants_and_users_are_refused(world, statement, code):
    assert world.dba.code(statement) == code


def test_ordinary_users_grant_only_what_is_theirs(world):
    scott, nobody = world.login(), world.login("NOBODY")
    assert scott.code("GRANT CREATE TABLE TO nobody") == 1031
    scott.run("GRANT SELECT ON emp TO nobody")
    assert nobody.value("SELECT COUNT(*) FROM scott.emp") == 2
    assert nobody.code("GRANT SELECT ON scott.emp TO dpclean") == 1031
    scott.run("REVOKE SELECT ON emp FROM nobody")
    assert nobody.code("SELECT COUNT(*) FROM scott.emp") == 942


def test_dropping_a_user_takes_everything_with_it(world):
    world.login().run("CREATE TABLE gone (a NUMBER)")
    dba = world.dba
    assert dba.code("DROP USER scott CASCADE") == 1940
    for session in list(world.database().sessions.values()):
        if session.session_user == "SCOTT":
            session.close()
    dba.run("DROP USER scott CASCADE")
    assert dba.value("SELECT COUNT(*) FROM dba_objects WHERE owner = 'SCOTT'") == 0
    assert world.login_code("SCOTT") == 1017
