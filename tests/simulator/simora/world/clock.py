# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server's clock: virtual time that moves by ticks and by command, or wall time shifted to the scenario's start."""

from __future__ import annotations

import dataclasses
import datetime
import heapq
import itertools
from collections.abc import Callable

from .. import runtime

Callback = Callable[[], None]

# How often a wait in wall time looks for a break from the client, in seconds.
POLL_INTERVAL = 0.02


@dataclasses.dataclass(order=True)
class Event:
    """Something that happens to the database at a given moment; cancel() makes it not happen."""

    at: datetime.datetime
    order: int
    callback: Callback = dataclasses.field(compare=False)
    cancelled: bool = dataclasses.field(default=False, compare=False)

    def cancel(self) -> None:
        self.cancelled = True


class Clock:
    """Virtual time. The caller of every method holds the database's monitor."""

    is_wall = False

    def __init__(self, start: datetime.datetime, tick_ms: int) -> None:
        self._now = start
        self._tick = datetime.timedelta(milliseconds=tick_ms)
        self._events: list[Event] = []
        self._order = itertools.count()

    @property
    def now(self) -> datetime.datetime:
        return self._now

    def tick(self) -> None:
        """One statement's worth of time."""
        self._move_to(self._now + self._tick)

    def advance(self, seconds: float) -> None:
        """Moves time on, running what is due on the way in order of its time."""
        if seconds < 0:
            raise ValueError("time does not go back")
        self._move_to(self._now + datetime.timedelta(seconds=seconds))

    def step(self, seconds: float) -> None:
        """Sets the clock forward or back, as NTP or the end of summer time does: nothing falls due by it."""
        delta = datetime.timedelta(seconds=seconds)
        self._now += delta
        for event in self._events:
            event.at += delta

    def schedule(self, when: datetime.datetime | float, callback: Callback) -> Event:
        """when: a moment, or seconds from now. An event in the past runs with the next tick."""
        at = when if isinstance(when, datetime.datetime) else self.now + datetime.timedelta(seconds=when)
        event = Event(at, next(self._order), callback)
        heapq.heappush(self._events, event)
        return event

    def next_event(self) -> datetime.datetime | None:
        """When the next thing happens by itself, or None."""
        while self._events and self._events[0].cancelled:
            heapq.heappop(self._events)
        return self._events[0].at if self._events else None

    def wait_until(
        self,
        satisfied: Callable[[], bool],
        deadline: datetime.datetime | None,
        monitor: runtime.Monitor,
        poll_break: Callback | None,
    ) -> bool:
        """Blocks a session until a condition holds; False when the deadline came first (None waits for ever).

        Jumps from event to event. With no event left and no deadline only another client can satisfy the condition:
        then the monitor is given up until somebody notifies it.
        """
        while not satisfied():
            runtime.give_way()
            if satisfied():
                break
            upcoming = self.next_event()
            if upcoming is not None and (deadline is None or upcoming <= deadline):
                self._move_to(max(upcoming, self._now))
            elif deadline is not None:
                self._move_to(max(deadline, self._now))
                return satisfied()
            else:
                monitor.wait(POLL_INTERVAL)
                if poll_break is not None:
                    poll_break()
        return True

    def _move_to(self, target: datetime.datetime) -> None:
        while (upcoming := self.next_event()) is not None and upcoming <= target:
            event = heapq.heappop(self._events)
            self._now = max(self._now, event.at)
            event.callback()
        self._now = max(self._now, target)


class WallClock(Clock):
    """Real time, shifted to the scenario's start; events run at the first look after they fell due."""

    is_wall = True

    def __init__(self, start: datetime.datetime) -> None:
        super().__init__(start, 0)
        self._start = start
        self._origin = runtime.monotonic()

    @property
    def now(self) -> datetime.datetime:
        return max(self._now, self._wall())

    def tick(self) -> None:
        self._move_to(self._wall())

    def advance(self, seconds: float) -> None:
        """Shifts the clock forward, beside the time that passes by itself."""
        super().advance(max(0.0, (self._wall() - self._now).total_seconds()) + seconds)
        self._start += datetime.timedelta(seconds=seconds)

    def step(self, seconds: float) -> None:
        super().step(seconds)
        self._start += datetime.timedelta(seconds=seconds)

    def wait_until(
        self,
        satisfied: Callable[[], bool],
        deadline: datetime.datetime | None,
        monitor: runtime.Monitor,
        poll_break: Callback | None,
    ) -> bool:
        while not satisfied():
            self.tick()
            if deadline is not None and self.now >= deadline:
                return satisfied()
            monitor.wait(POLL_INTERVAL)
            if poll_break is not None:
                poll_break()
        return True

    def _wall(self) -> datetime.datetime:
        return self._start + datetime.timedelta(seconds=runtime.monotonic() - self._origin)
