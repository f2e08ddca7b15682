# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Notes what is said to databases, in every Python that has this folder on its path.

One line for each statement goes to the file that RECORD_CONVERSATION_IN names: its session, its text and its binds.
"""

from __future__ import annotations

import itertools
import json
import os

import oracledb

_numbers = itertools.count()
_sessions = {}
_connect, _execute = oracledb.connect, oracledb.Cursor.execute


def connect(*arguments, **options):
    """Give the session a number."""
    connection = _connect(*arguments, **options)
    _sessions[id(connection)] = f"{os.getpid()}-{next(_numbers)}"
    return connection


def execute(cursor, statement, parameters=None, **named):
    """Note, then do."""
    binds = {name: _noted(value) for name, value in (parameters or named).items()}
    line = json.dumps([_sessions.get(id(cursor.connection), "0"), statement, binds])
    with open(os.environ["RECORD_CONVERSATION_IN"], "a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    return _execute(cursor, statement, parameters, **named)


def _noted(value):
    if isinstance(value, oracledb.Var):
        return {"type": value.type.name, "size": value.size}
    return value if isinstance(value, (str, int, float, type(None))) else str(value)


oracledb.connect = connect
oracledb.Cursor.execute = execute
