# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of many databases may be asked next, so that no account is refused by more of them than may refuse it.

Until one has accepted an account, no more are asked with it at the same time than may refuse it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from ansible_collections.dbops.datapump.plugins.plugin_utils.logon_limit import PATIENCE, LogonLimit


class Asked(Protocol):
    """A database: its host, and the limit for its account, None for none."""

    @property
    def host(self) -> str:
        """Its name in the inventory."""

    @property
    def limit(self) -> LogonLimit | None:
        """For the account that is used there."""


_Database = TypeVar("_Database", bound=Asked)


@dataclass
class _Account(Generic[_Database]):
    limit: int
    refusals: int
    accepted: bool
    waiting: deque[_Database] = field(default_factory=deque)
    undecided: dict[str, float] = field(default_factory=dict)
    """When each host was asked that has not answered."""

    @property
    def closed(self) -> bool:
        return 0 < self.limit <= self.refusals

    def admits(self, now: float) -> bool:
        if self.closed:
            return False
        if self.accepted or self.limit <= 0:
            return True
        at_risk = sum(now - asked < PATIENCE for asked in self.undecided.values())
        return at_risk + self.refusals < self.limit


class Accounts(Generic[_Database]):
    """The databases that wait to be asked, by their accounts. Times are those of a clock that never goes back."""

    def __init__(self, databases: Iterable[_Database]) -> None:
        self._accounts: dict[str, _Account[_Database]] = {}
        for database in databases:
            limit = database.limit
            account = limit.account if limit else ""
            if account not in self._accounts:
                self._accounts[account] = (
                    _Account(limit.limit, limit.refusals, limit.accepted) if limit else _Account(0, 0, True)
                )
            self._accounts[account].waiting.append(database)

    def next(self, now: float) -> _Database | None:
        """One that may be asked now; it is asked. None if there is none."""
        for account in self._accounts.values():
            if account.waiting and account.admits(now):
                database = account.waiting.popleft()
                account.undecided[database.host] = now
                return database
        return None

    def closed(self) -> list[_Database]:
        """Those that wait and shall not be asked any more. They wait no longer."""
        found: list[_Database] = []
        for account in self._accounts.values():
            if account.closed:
                found += account.waiting
                account.waiting.clear()
        return found

    def answered(self, database: _Database, *, accepted: bool, refused: bool) -> None:
        """One has answered, or is not waited for any more."""
        account = self._accounts[database.limit.account if database.limit else ""]
        account.undecided.pop(database.host, None)
        account.accepted = account.accepted or accepted
        account.refusals += refused

    def seconds_to_next(self, now: float) -> float | None:
        """When one may be asked although none has answered until then. None if that will not be."""
        ends = [
            asked + PATIENCE - now
            for account in self._accounts.values()
            if account.waiting
            for asked in account.undecided.values()
            if asked + PATIENCE > now
        ]
        return min(ends, default=None)

    def __bool__(self) -> bool:
        return any(account.waiting for account in self._accounts.values())
