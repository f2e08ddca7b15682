# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The database that these tests use, and what they all need of the driver."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import oracledb
import pytest

Connect = Callable[..., oracledb.Connection]

SCENARIO = """
version: 1
databases:
  - name: FILES
    services: [files]
    sids: [FILES]
    file_system: shared
    users:
      - {name: SCOTT, password: tiger, grants: [CREATE SESSION, CREATE TABLE, CREATE TYPE], quotas: {USERS: unlimited},
         roles: [EXP_FULL_DATABASE]}
      - {name: NOBODY, password: nobody, grants: [CREATE SESSION]}
    directories:
      - {name: DUMP_DIR, path: /u01/dump/, read: [SCOTT], write: [SCOTT]}
      - {name: lower, path: /u01/lower, read: [SCOTT]}
    files:
      - {directory: DUMP_DIR, name: note.log, content: "first line\\nGrüße\\n"}
      - {directory: DUMP_DIR, name: latin.log, content: "Grüße", encoding: latin-1}
      - {directory: DUMP_DIR, name: big.dmp, hexadecimal: "0102", bytes: 5000000000}
      - {directory: DUMP_DIR, name: empty.log}
      - {directory: lower, name: a.txt, content: a}
  - name: OTHER
    services: [other]
    file_system: shared
    users:
      - {name: SCOTT, password: tiger, grants: [CREATE SESSION]}
    directories:
      - {name: ELSEWHERE, path: /u01/dump, read: [SCOTT]}
  - name: APART
    services: [apart]
    users:
      - {name: SCOTT, password: tiger, grants: [CREATE SESSION]}
    directories:
      - {name: DUMP_DIR, path: /u01/dump, read: [SCOTT]}
"""


def code_of(action: Callable[..., Any], *arguments: Any, **options: Any) -> int:
    """The ORA code it fails with."""
    with pytest.raises(oracledb.DatabaseError) as caught:
        action(*arguments, **options)
    return int(caught.value.args[0].code)
