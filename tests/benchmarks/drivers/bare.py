# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The floor for speed: threads that connect, send the recorded statements, and read all rows. It draws no conclusion.

python bare.py STATEMENTS THREADS HOST PORT SERVICE...
"""

from __future__ import annotations

import concurrent.futures
import json
import pathlib
import sys

import oracledb


def main():
    """Any error ends it."""
    recorded, threads, host, port, *services = sys.argv[1:]
    statements = json.loads(pathlib.Path(recorded).read_text(encoding="utf-8"))

    def converse(service):
        with oracledb.connect(
            user="DPCLEAN", password="cleaner", host=host, port=int(port), service_name=service
        ) as session:
            with session.cursor() as cursor:
                rows = 0
                for statement, parameters in statements:
                    cursor.execute(statement, parameters)
                    rows += len(cursor.fetchall()) if cursor.description else 0
                return rows

    with concurrent.futures.ThreadPoolExecutor(int(threads)) as pool:
        print(sum(pool.map(converse, services)))


main()
