# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Server time: ticks, jumps, events."""

from __future__ import annotations

import datetime

from simora import runtime
from simora.world.clock import Clock, WallClock

START = datetime.datetime(2026, 1, 15, 3, 0)


def seconds(clock: Clock) -> float:
    return (clock.now - START).total_seconds()


def test_time_moves_by_ticks_and_by_command():
    clock = Clock(START, 1)
    clock.tick()
    assert seconds(clock) == 0.001
    clock.advance(10)
    assert seconds(clock) == 10.001


def test_events_happen_in_order_at_their_own_time():
    clock, seen = Clock(START, 1), []
    clock.schedule(20, lambda: seen.append(("b", seconds(clock))))
    clock.schedule(10, lambda: seen.append(("a", seconds(clock))))
    cancelled = clock.schedule(15, lambda: seen.append(("c", seconds(clock))))
    cancelled.cancel()
    clock.advance(10)
    assert seen == [("a", 10)]
    clock.advance(30)
    assert seen == [("a", 10), ("b", 20)]
    assert seconds(clock) == 40


def test_an_event_may_schedule_another_one_that_is_due_as_well():
    clock, seen = Clock(START, 1), []
    clock.schedule(1, lambda: clock.schedule(1, lambda: seen.append(seconds(clock))))
    clock.advance(5)
    assert seen == [2]


def test_waiting_jumps_from_event_to_event_and_no_further_than_needed():
    clock, done = Clock(START, 1), []
    clock.schedule(5, lambda: done.append(1))
    clock.schedule(50, lambda: done.append(2))
    with (monitor := runtime.Monitor()):
        assert clock.wait_until(lambda: bool(done), START + datetime.timedelta(seconds=20), monitor, None)
        assert seconds(clock) == 5
        assert not clock.wait_until(lambda: len(done) > 1, START + datetime.timedelta(seconds=20), monitor, None)
    assert seconds(clock) == 20


def test_a_statement_sees_one_moment_and_the_next_a_later_one(world):
    scott = world.login()
    query = "SELECT SYSTIMESTAMP, SYSTIMESTAMP FROM dual"
    (first,), (second,) = scott.rows(query), scott.rows(query)
    assert first[0] == first[1]
    assert second[0] - first[0] == datetime.timedelta(milliseconds=1)


def test_sleeping_takes_virtual_time_only(world):
    scott = world.login()
    before = scott.value("SELECT SYSDATE FROM dual")
    scott.run("BEGIN DBMS_SESSION.SLEEP(3600); END;")
    assert scott.value("SELECT SYSDATE FROM dual") - before >= datetime.timedelta(hours=1)


def test_wall_time_runs_events_when_they_are_due():
    clock, seen = WallClock(START), []
    clock.schedule(0.05, lambda: seen.append(1))
    with (monitor := runtime.Monitor()):
        assert clock.wait_until(lambda: bool(seen), None, monitor, None)
    assert clock.now >= START + datetime.timedelta(seconds=0.05)
    before = clock.now
    clock.advance(1000)
    assert clock.now - before >= datetime.timedelta(seconds=1000)
