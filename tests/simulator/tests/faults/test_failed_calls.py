# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""What a failed call tells its client, faults or not."""

from __future__ import annotations

from collections.abc import Callable

import oracledb
import pytest
from faulty_world import World, failure, run

Connect = Callable[..., oracledb.Connection]


def test_how_much_an_array_execution_had_done(world: World, connect: Connect) -> None:
    connection = connect(user="scott", password="tiger")
    run(connection, "CREATE TABLE numbers (n NUMBER PRIMARY KEY)")
    with connection.cursor() as cursor:
        with pytest.raises(oracledb.IntegrityError):
            cursor.executemany("INSERT INTO numbers VALUES (:1)", [(1,), (2,), (3,), (2,), (5,)])
        assert cursor.rowcount == 3


def test_how_often_a_block_had_run(world: World, connect: Connect) -> None:
    block = "BEGIN IF :1 > 3 THEN RAISE_APPLICATION_ERROR(-20001, 'no'); END IF; END;"
    with connect().cursor() as cursor, pytest.raises(oracledb.DatabaseError) as raised:
        cursor.executemany(block, [(1,), (2,), (4,), (5,)])
    assert raised.value.args[0].offset == 2


def test_what_another_session_has_not_committed_is_not_read(world: World, connect: Connect) -> None:
    """The simulator has one version of every row; it says so, and the session goes on."""
    scott, other = connect(user="scott", password="tiger"), connect()
    run(scott, "DELETE FROM emp")
    query = "SELECT COUNT(*) FROM scott.emp"
    assert failure(lambda: run(other, query)) == "ORA-03001"
    block = "DECLARE n NUMBER; BEGIN SELECT COUNT(*) INTO n FROM scott.emp; EXCEPTION WHEN OTHERS THEN NULL; END;"
    assert failure(lambda: run(other, block)) == "ORA-03001"
    scott.commit()
    assert run(other, query) == [(0,)]
