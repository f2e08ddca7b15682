# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The old name of the driver, for collections that still import it: python-oracledb in its thin mode."""

from __future__ import annotations

import oracledb

DatabaseError = oracledb.DatabaseError
makedsn = oracledb.makedsn
SYSDBA = 2
SYSASM = 0x8000


def connect(user, password, dsn):
    """In the order of the old driver."""
    return oracledb.connect(user=user, password=password, dsn=dsn)
