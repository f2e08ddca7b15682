# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documented clean-up procedure as people script it. It must fail here, or the harness sees nothing.

It lists jobs that are NOT RUNNING, drops their tables by name, empties the recycle bin, takes ORA-00942 for success,
and does it all again when its connection breaks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import oracledb
from ansible_collections.dbops.datapump.plugins.module_utils._options import MASTER_TABLE
from ansible_collections.dbops.datapump.plugins.module_utils._run import Result

from . import profiles
from .clients import Call, Client, parameters_of
from .history import Consent, Mark

_ATTEMPTS = 2


def work(client: Client, consents: tuple[Consent, ...], mark: Callable[[], Mark]) -> None:
    """Clean up the tables consented to."""
    call = Call(parameters_of(MASTER_TABLE, client.user, state="absent"), False, consents)
    client.calls.append(call)
    call.before = mark()
    wanted = {(consent.owner, consent.name): consent for consent in consents}
    for _attempt in range(_ATTEMPTS):
        try:
            tables = _clean_up(client, wanted)
        except (oracledb.Error, OSError) as error:
            call.error = str(error)
            continue
        changed = any(table["outcome"] != "kept" for table in tables)
        call.result, call.error = Result(changed, {"tables": tables}), None
        break
    call.after = mark()


def _clean_up(client: Client, wanted: dict[tuple[str, str], Consent]) -> list[dict[str, Any]]:
    with oracledb.connect(
        user=client.user[0], password=client.user[1], host="127.0.0.1", service_name=profiles.SERVICE
    ) as connection:
        connection.module, connection.client_identifier = "cleanup", "cleanup"
        with connection.cursor() as cursor:
            cursor.execute("SELECT owner_name, job_name FROM dba_datapump_jobs WHERE state = 'NOT RUNNING'")
            listed = [job for job in cursor.fetchall() if job in wanted]
            for owner, name in listed:
                try:
                    cursor.execute(f'DROP TABLE "{owner}"."{name}"')
                except oracledb.DatabaseError as error:
                    if error.args[0].full_code != "ORA-00942":
                        raise
            cursor.execute("PURGE DBA_RECYCLEBIN")
    return [
        {
            "owner": owner,
            "name": name,
            "object_id": consent.object_id,
            "outcome": "purged" if (owner, name) in listed else "kept",
            "reason": "scripted",
            "restorable": None,
        }
        for (owner, name), consent in wanted.items()
    ]
