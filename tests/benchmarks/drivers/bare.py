# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The floor of the driver: threads that hold a recorded conversation with each database, and read all rows.

python bare.py CONVERSATION THREADS ROWS HOST PORT SERVICE...

It draws no conclusion. What does not fit another database than the recorded one is refused there, and that is all.
"""

from __future__ import annotations

import concurrent.futures
import json
import pathlib
import sys

import oracledb


def main():
    """Prints how many rows were read, and how many statements refused."""
    recorded, threads, rows_at_once, host, port, *services = sys.argv[1:]
    sessions = {}
    for line in pathlib.Path(recorded).read_text(encoding="utf-8").splitlines():
        number, statement, binds = json.loads(line)
        sessions.setdefault(number, []).append((statement, binds))

    def converse(service):
        rows = refused = 0
        for statements in sessions.values():
            with oracledb.connect(
                user="DPCLEAN", password="cleaner", host=host, port=int(port), service_name=service
            ) as session:
                for statement, binds in statements:
                    with session.cursor() as cursor:
                        cursor.arraysize, cursor.prefetchrows = int(rows_at_once), int(rows_at_once) + 1
                        try:
                            cursor.execute(statement, {name: given(cursor, value) for name, value in binds.items()})
                            rows += len(cursor.fetchall()) if cursor.description else 0
                        except oracledb.DatabaseError:
                            refused += 1
        return rows, refused

    with concurrent.futures.ThreadPoolExecutor(int(threads)) as pool:
        answers = list(pool.map(converse, services))
    print(*map(sum, zip(*answers)))


def given(cursor, value):
    """A value to bind, or a variable for one that is returned."""
    return cursor.var(getattr(oracledb, value["type"]), value["size"]) if isinstance(value, dict) else value


main()
