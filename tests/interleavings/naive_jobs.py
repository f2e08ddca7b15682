# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documented procedure for leftovers in memory as people script it: attach by name, and stop whatever is found.

ORA-31626 is taken for success, and when the connection breaks it is all done again.
"""

from __future__ import annotations

from collections.abc import Callable

import oracledb
from ansible_collections.dbops.datapump.plugins.module_utils._options import JOB
from ansible_collections.dbops.datapump.plugins.module_utils._run import Result

from . import profiles
from .clients import Call, Client, parameters_of
from .history import JobConsent, Mark

_ATTEMPTS = 2
_GONE = "ORA-31626"
_STOP = """
DECLARE
  h NUMBER;
BEGIN
  h := DBMS_DATAPUMP.ATTACH(:job, :owner);
  DBMS_DATAPUMP.STOP_JOB(h, 1, 0);
END;
"""


def work(client: Client, consents: tuple[JobConsent, ...], mark: Callable[[], Mark]) -> None:
    """End the jobs consented to."""
    call = Call(parameters_of(JOB, client.user, state="absent"), False, job_consents=consents)
    client.calls.append(call)
    call.before = mark()
    outcomes: dict[tuple[str, str], str] = {}
    for consent in consents:
        for _attempt in range(_ATTEMPTS):
            try:
                _stop(consent)
            except (oracledb.Error, OSError) as error:
                call.error = str(error)
                continue
            outcomes[consent.owner, consent.name] = "removed" if consent.wish == "removal" else "killed"
            break
    if outcomes:
        jobs = [
            {"owner": owner, "name": name, "outcome": outcome, "reason": "scripted", "state": None}
            for (owner, name), outcome in outcomes.items()
        ]
        call.result, call.error = Result(True, {"jobs": jobs}), None
    call.after = mark()


def _stop(consent: JobConsent) -> None:
    with oracledb.connect(
        user=consent.owner, password=consent.owner.lower(), host="127.0.0.1", service_name=profiles.SERVICE
    ) as connection:
        connection.module, connection.client_identifier = "cleanup", "cleanup"
        try:
            with connection.cursor() as cursor:
                cursor.execute(_STOP, {"job": consent.name, "owner": consent.owner})
        except oracledb.DatabaseError as error:
            if error.args[0].full_code != _GONE:
                raise
