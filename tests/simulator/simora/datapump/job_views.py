# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CREATE_JOB_VIEW: a view on the master table of a job, in the schema of the caller.

The specification names the subprogram and its kinds of views, nothing describes the views; their columns are assumed
to be the table's.
"""

from __future__ import annotations

from ..errors import OraError
from .client import Client
from .failures import Refusal

_ALL = 0
# view_type → the rows that the view shows.
_CONDITIONS = {
    _ALL: "",
    1: " WHERE process_order > 0 AND object_tablespace IS NOT NULL",
    2: " WHERE process_order > 0 AND object_type = 'TABLE'",
}


def create(client: Client, handle: object, view_name: str | None, view_type: object) -> None:
    job = client.job(handle)
    client.master(job)
    _create(client, job.owner, job.name, view_name, view_type)


def create_by_name(
    client: Client, schema: str | None, job_name: str | None, view_name: str | None, view_type: object
) -> None:
    """Raises ORA-31626 for a job without a master table."""
    owner = schema or client.session.user
    if client.service.tables.find(client.session.con_id, owner, job_name or "") is None:
        raise Refusal(31626, OraError(31632, f"{owner}.{job_name}"))
    _create(client, owner, job_name or "", view_name, view_type)


def _create(client: Client, owner: str, job_name: str, view_name: str | None, view_type: object) -> None:
    condition = _CONDITIONS.get(int(str(view_type if view_type is not None else _ALL)))
    if not view_name or condition is None:
        raise Refusal(39001, OraError(39207, view_name or "", "VIEW_NAME"))
    try:
        client.session.run(f'CREATE VIEW "{view_name}" AS SELECT * FROM "{owner}"."{job_name}"{condition}')
    except OraError as error:
        raise Refusal(39002, error) from error
