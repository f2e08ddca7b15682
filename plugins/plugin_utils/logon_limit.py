# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stops trying a password that some databases have refused already, before it locks the account everywhere.

An account of a directory is one account for a whole fleet, and one that exists in each database is locked in each.
The workers of a play share nothing but files, so each refusal is a file in the folder that the controller made for this
run.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

VARIABLE = "datapump_max_refused_logons"
DEFAULT = 3

_REFUSED = frozenset({"ORA-01017", "ORA-28000"})
"""The password is wrong; the account is locked, as it is after too many wrong ones."""

# Made once in the process that starts the workers: a password cannot be guessed from what is left in the folder.
_SALT = os.urandom(32)


class LogonLimit:
    """Counts the databases that refused one account and password in one run."""

    def __init__(self, folder: Path, options: Mapping[str, Any], limit: int) -> None:
        account = "\0".join(str(options.get(name) or "") for name in ("user", "password", "proxy_user"))
        self._folder = folder
        self._key = hashlib.blake2b(account.encode(), key=_SALT, digest_size=16).hexdigest()
        self._limit = limit

    @property
    def reached(self) -> bool:
        """Whether so many databases have refused it that no other shall be asked. A limit of 0 is none."""
        return self._limit > 0 and len(list(self._folder.glob(f"refused-{self._key}-*"))) >= self._limit

    def note(self, host: str, codes: Iterable[str]) -> None:
        """Remember that a database refused it, if that is what the codes say. A host counts once."""
        if _REFUSED.intersection(codes):
            place = hashlib.blake2b(host.encode(), digest_size=16).hexdigest()
            (self._folder / f"refused-{self._key}-{place}").touch(mode=0o600)

    def refusal(self) -> dict[str, Any]:
        """The result of a task that is not tried any more."""
        return {
            "failed": True,
            "changed": False,
            "msg": (
                f"Not tried: {self._limit} databases of this run have refused this user and password, and one more"
                f" attempt could lock the account. {VARIABLE} sets how many may."
            ),
            "codes": [],
            "connection": "failed",
        }
