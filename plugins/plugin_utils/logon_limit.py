# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stops trying a password that some databases have refused already, before it locks the account everywhere.

An account of a directory is one account for a whole fleet, and one that exists in each database is locked in each.
The workers of a play share nothing but files, so each refusal is a file in the folder that the controller made for this
run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

try:
    import fcntl
except ImportError:  # not on a POSIX system
    fcntl = None  # type: ignore[assignment]

VARIABLE = "datapump_max_refused_logons"
DEFAULT = 3
PATIENCE = 5.0
"""Seconds after which an attempt without an answer counts no more as one that may be refused: a refusal comes at once,
and one that waits so long waits for a database that does not answer."""

_REFUSED = frozenset({"ORA-01017", "ORA-28000"})
"""The password is wrong; the account is locked, as it is after too many wrong ones."""
_MOST_TURNS = 16
_PAUSE = 0.02

# Made once in the process that starts the workers: a password cannot be guessed from what is left in the folder.
_SALT = os.urandom(32)


def is_refusal(codes: Iterable[str]) -> bool:
    """Whether these codes say that the account or its password was refused."""
    return not _REFUSED.isdisjoint(codes)


class LogonLimit:
    """Counts the databases that refused one account and password in one run. A limit of 0 is none."""

    def __init__(self, folder: Path, options: Mapping[str, Any], limit: int) -> None:
        account = "\0".join(str(options.get(name) or "") for name in ("user", "password", "proxy_user"))
        self._folder = folder
        self.account = _digest(account, _SALT)
        """Which account it is, without telling it."""
        self.limit = limit

    @property
    def refusals(self) -> int:
        """How many databases have refused it."""
        return len(list(self._folder.glob(f"refused-{self.account}-*")))

    @property
    def accepted(self) -> bool:
        """Whether a database has accepted it."""
        return self._mark.exists()

    @property
    def reached(self) -> bool:
        """Whether so many databases have refused it that no other shall be asked."""
        return self.limit > 0 and self.refusals >= self.limit

    def note(self, host: str, result: Mapping[str, Any]) -> None:
        """Remember whether a database refused the account, by the result of a task. A host counts once."""
        if is_refusal(result.get("codes") or ()):
            self._refusal_of(host).touch(mode=0o600)
        elif not result.get("failed") and not self.accepted:
            self._mark.touch(mode=0o600)

    def note_for_later(self, host: str, failure: Mapping[str, Any]) -> None:
        """The same for a refusal that nobody was told yet, so that the next task need not be refused to tell it."""
        path = self._refusal_of(host)
        path.touch(mode=0o600)
        path.write_text(json.dumps(failure), encoding="utf-8")

    def take_noted(self, host: str) -> dict[str, Any] | None:
        """The failure that was noted for later, once."""
        path = self._refusal_of(host)
        try:
            text = path.read_text(encoding="utf-8")
        except OSError:
            return None
        if not text:
            return None
        path.write_text("", encoding="utf-8")
        failure: dict[str, Any] = json.loads(text)
        return failure

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until this account may be tried: before one has accepted it, by as many at a time as may refuse it.

        Otherwise as many workers as there are would be refused before the first of them could tell.
        """
        with contextlib.ExitStack() as held:
            if fcntl is not None and 0 < self.limit <= _MOST_TURNS:
                end = time.monotonic() + PATIENCE
                while not (self.accepted or self.reached or self._take_turn(held)) and time.monotonic() < end:
                    time.sleep(_PAUSE)
            yield

    def refusal(self) -> dict[str, Any]:
        """The result of a task that is not tried any more."""
        return {
            "failed": True,
            "changed": False,
            "msg": (
                f"Not tried: {self.limit} databases of this run have refused this user and password, and one more"
                f" attempt could lock the account. {VARIABLE} sets how many may."
            ),
            "codes": [],
            "connection": "failed",
        }

    def _take_turn(self, held: contextlib.ExitStack) -> bool:
        """Whether fewer try it now, or were refused, than may be. A lock is free as soon as its process ends."""
        with self._opened("all") as everything:
            fcntl.flock(everything, fcntl.LOCK_EX)
            free = [turn for turn in map(self._opened, range(self.limit)) if _lock(turn)]
            taken = self.limit - len(free) + self.refusals < self.limit
            for turn in free[1:] if taken else free:
                turn.close()
            if taken:
                held.enter_context(free[0])
            return taken

    def _opened(self, turn: object) -> IO[bytes]:
        path = self._folder / f"turn-{self.account}-{turn}"
        return open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb")

    @property
    def _mark(self) -> Path:
        return self._folder / f"accepted-{self.account}"

    def _refusal_of(self, host: str) -> Path:
        return self._folder / f"refused-{self.account}-{_digest(host, b'')}"


def _digest(text: str, salt: bytes) -> str:
    return hashlib.blake2b(text.encode(), key=salt, digest_size=16).hexdigest()


def _lock(stream: IO[bytes]) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stream.close()
        return False
    return True
