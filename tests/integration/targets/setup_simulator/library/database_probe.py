# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test-only module: statements sent by bare python-oracledb, without any code of the collection."""

from __future__ import annotations

import datetime

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

try:
    import oracledb
except ImportError:
    oracledb = None


def plain(value):
    """The value as JSON can carry it."""
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value


def rows_of(cursor, statement):
    """The rows of a statement, each a dictionary with lower-case column names; none if it is no query."""
    cursor.execute(statement)
    if cursor.description is None:
        return []
    names = [column[0].lower() for column in cursor.description]
    return [dict(zip(names, map(plain, row))) for row in cursor]


def execute(params):
    """The rows of each statement, under its name."""
    with oracledb.connect(
        user=params["user"],
        password=params["password"],
        dsn=params["dsn"],
        mode=oracledb.AUTH_MODE_SYSDBA if params["sysdba"] else oracledb.AUTH_MODE_DEFAULT,
    ) as connection:
        with connection.cursor() as cursor:
            return {name: rows_of(cursor, statement) for name, statement in params["statements"].items()}


def main():
    module = AnsibleModule(
        argument_spec=dict(
            dsn=dict(type="str", required=True),
            user=dict(type="str", required=True),
            password=dict(type="str", required=True, no_log=True),
            sysdba=dict(type="bool", default=False),
            statements=dict(type="dict", required=True),
        ),
        supports_check_mode=True,
    )
    if oracledb is None:
        module.fail_json(msg=missing_required_lib("oracledb"))
    try:
        rows = execute(module.params)
    except oracledb.Error as error:
        module.fail_json(msg=f"a statement of the probe failed: {error}")
    module.exit_json(changed=False, rows=rows)


if __name__ == "__main__":
    main()
