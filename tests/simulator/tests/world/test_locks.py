# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who waits for whom, and for how long by the server's clock."""

from __future__ import annotations

import pytest

from simora import runtime


@pytest.fixture
def scott(world):
    return world.login()


@pytest.fixture
def cleaner(world):
    return world.login("DPCLEAN")


MODES = ["ROW SHARE", "ROW EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE"]
COMPATIBLE = {
    ("ROW SHARE", "ROW SHARE"), ("ROW SHARE", "ROW EXCLUSIVE"), ("ROW SHARE", "SHARE"),
    ("ROW SHARE", "SHARE ROW EXCLUSIVE"), ("ROW EXCLUSIVE", "ROW EXCLUSIVE"), ("SHARE", "SHARE"),
}  # fmt: skip


@pytest.mark.parametrize("held", MODES)
@pytest.mark.parametrize("wanted", MODES)
def test_modes_agree_as_documented(scott, cleaner, held, wanted):
    scott.run(f"LOCK TABLE emp IN {held} MODE")
    allowed = (held, wanted) in COMPATIBLE or (wanted, held) in COMPATIBLE
    assert cleaner.code(f"LOCK TABLE scott.emp IN {wanted} MODE NOWAIT") == (0 if allowed else 54)


@pytest.mark.parametrize("ending", ["COMMIT", "ROLLBACK", "CREATE TABLE other (a NUMBER)", None])
def test_locks_end_with_the_transaction(scott, cleaner, ending):
    scott.run("LOCK TABLE emp IN EXCLUSIVE MODE")
    assert cleaner.code("LOCK TABLE scott.emp IN SHARE MODE NOWAIT") == 54
    if ending is None:
        scott.session.close()
    else:
        scott.run(ending)
    assert cleaner.code("LOCK TABLE scott.emp IN SHARE MODE NOWAIT") == 0


def test_ddl_needs_a_table_free_of_other_transactions(scott, cleaner):
    scott.run("UPDATE emp SET ename = 'X' WHERE empno = 7369")
    assert cleaner.code("DROP TABLE scott.emp") == 54
    scott.run("ROLLBACK")
    assert cleaner.code("DROP TABLE scott.emp") == 0


def test_ddl_of_the_holder_itself_goes_through(scott):
    scott.run("LOCK TABLE emp IN EXCLUSIVE MODE")
    assert scott.code("DROP TABLE emp") == 0


def test_a_ddl_lock_timeout_lets_server_time_pass(world, scott, cleaner):
    scott.run("LOCK TABLE emp IN EXCLUSIVE MODE")
    before = world.database().clock.now
    cleaner.run("ALTER SESSION SET ddl_lock_timeout = 30")
    assert cleaner.code("DROP TABLE scott.emp") == 54
    assert 30 <= (world.database().clock.now - before).total_seconds() < 31


def test_a_wait_ends_when_the_holder_goes_meanwhile(world, scott, cleaner):
    scott.run("LOCK TABLE emp IN EXCLUSIVE MODE")
    world.database().clock.schedule(10, scott.session.close)
    cleaner.run("ALTER SESSION SET ddl_lock_timeout = 30")
    assert cleaner.code("DROP TABLE scott.emp") == 0


def test_a_waiting_drop_does_not_undo_what_happens_meanwhile(world, scott, cleaner):
    scott.run("LOCK TABLE emp IN EXCLUSIVE MODE")
    world.database().clock.schedule(10, lambda: world.dba.run("CREATE TABLE system.other (a NUMBER)"))
    cleaner.run("ALTER SESSION SET ddl_lock_timeout = 30")
    assert cleaner.code("DROP TABLE scott.emp") == 54
    assert cleaner.value("SELECT COUNT(*) FROM dba_tables WHERE table_name = 'OTHER'") == 1


def test_a_drop_that_waited_for_a_table_that_went_finds_none(world, scott, cleaner):
    scott.run("LOCK TABLE emp IN EXCLUSIVE MODE")
    world.database().clock.schedule(10, lambda: scott.run("DROP TABLE emp"))
    cleaner.run("ALTER SESSION SET ddl_lock_timeout = 30")
    assert cleaner.code("DROP TABLE scott.emp") == 942


def test_ddl_commits_before_it_waits(world, scott, cleaner):
    scott.run("CREATE TABLE other (a NUMBER)")
    cleaner.run("LOCK TABLE scott.other IN EXCLUSIVE MODE")
    scott.run("DELETE FROM emp")
    seen = []
    world.database().clock.schedule(5, lambda: seen.append(cleaner.value("SELECT COUNT(*) FROM scott.emp")))
    scott.run("ALTER SESSION SET ddl_lock_timeout = 30")
    assert scott.code("DROP TABLE other") == 54
    assert seen == [0]


def test_user_locks_outlive_the_transaction_and_end_with_the_session(world):
    first, second = world.dba, world.dba
    request = (
        "BEGIN IF DBMS_LOCK.REQUEST(id => 7, timeout => 0) <> 0 THEN RAISE_APPLICATION_ERROR(-20001, 'x'); END IF; END;"
    )
    first.run(request)
    first.run("COMMIT")
    assert second.code(request) == 20001
    first.session.close()
    assert second.code(request) == 0


def test_two_writers_of_one_table_wait_for_each_other(world, scott):
    other = world.login()
    scott.run("UPDATE emp SET ename = 'X' WHERE empno = 7369")
    done = runtime.Flag()

    def write() -> None:
        other.run("UPDATE emp SET ename = 'Y' WHERE empno = 7499")
        other.run("COMMIT")
        done.set()

    task = runtime.spawn(write)
    assert not done.wait(0.1)
    assert world.dba.value("SELECT COUNT(*) FROM v$lock WHERE request > 0") == 0  # rows: our own kind of lock
    scott.run("COMMIT")
    assert done.wait(10)
    task.join(10)
    assert scott.rows("SELECT ename FROM emp ORDER BY empno") == [("X",), ("Y",)]


def test_a_deadlock_is_found(world, scott):
    other = world.login()
    scott.run("CREATE TABLE t (a NUMBER)")
    scott.run("LOCK TABLE emp IN EXCLUSIVE MODE")
    other.run("LOCK TABLE t IN EXCLUSIVE MODE")
    failed = runtime.Flag()
    task = runtime.spawn(lambda: other.code("LOCK TABLE emp IN EXCLUSIVE MODE") and failed.set())
    while not world.dba.value("SELECT COUNT(*) FROM v$lock WHERE request > 0"):
        runtime.sleep(0.01)
    assert scott.code("LOCK TABLE t IN EXCLUSIVE MODE") == 60
    scott.run("ROLLBACK")
    task.join(10)
    assert not failed.is_set()


def test_locks_are_visible(world, scott):
    scott.run("LOCK TABLE emp IN EXCLUSIVE MODE")
    query = "SELECT session_id, locked_mode FROM v$locked_object WHERE object_id = 73500"
    assert world.dba.rows(query) == [(scott.session.sid, 6)]


def test_another_sessions_uncommitted_rows_stop_the_test_loudly(scott, cleaner):
    scott.run("UPDATE emp SET ename = 'X' WHERE empno = 7369")
    assert cleaner.code("SELECT * FROM scott.emp") == 3001
    scott.run("COMMIT")
    assert len(cleaner.rows("SELECT * FROM scott.emp")) == 2
