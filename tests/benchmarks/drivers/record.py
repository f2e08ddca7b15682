# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs datapump_facts with the arguments on standard input, and writes the statements it sent to the file named.

What is recorded is what the bare script says to every database, so that both hold the same conversation.
"""

from __future__ import annotations

import json
import pathlib
import sys

import oracledb
from ansible.module_utils import basic
from ansible_collections.dbops.datapump.plugins.modules import datapump_facts

recorded = pathlib.Path(sys.argv.pop())
# As the wrapper of a module does it; else AnsibleModule looks into the command line.
basic._ANSIBLE_ARGS = sys.stdin.buffer.read()
basic._ANSIBLE_PROFILE = "legacy"
statements = []
_execute = oracledb.Cursor.execute


def execute(cursor, statement, parameters=None, **named):
    """Note, then do."""
    statements.append([statement, parameters or named])
    return _execute(cursor, statement, parameters, **named)


oracledb.Cursor.execute = execute
try:
    datapump_facts.main()
finally:
    recorded.write_text(json.dumps(statements), encoding="utf-8")
