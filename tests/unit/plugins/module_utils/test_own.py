# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The statements of an owner: no view of the whole database is left in them."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import (
    _guard,
    _guard_bin,
    _guard_external,
    _guard_lost,
    _sql,
)
from ansible_collections.dbops.datapump.plugins.module_utils._own import OwnSession, over_own_views
from ansible_collections.dbops.datapump.tests.unit.scripted import ScriptedSession

TEXTS = {
    "drop": _guard.GUARDED_DROP,
    "purge": _guard_bin.PURGE,
    "restore": _guard_bin.RESTORE,
    "lost": _guard_lost.LOOK_AFTER_DROP,
    "external": _guard_external.GUARDED_DROP_EXTERNAL,
    "jobs": _sql.JOBS,
    "dropped": _sql.DROPPED_TABLE,
    "anywhere": _sql.TABLE_ANYWHERE,
    "number": _sql.OBJECT_BY_NUMBER,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_view_of_the_whole_database_is_left(text):
    assert "DBA_" in text
    assert "DBA_" not in over_own_views(text)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("OBJECTS", "(SELECT SYS_CONTEXT('USERENV', 'CURRENT_USER') AS owner, u.* FROM SYS.USER_OBJECTS u)"),
        (
            "DATAPUMP_JOBS",
            "(SELECT SYS_CONTEXT('USERENV', 'CURRENT_USER') AS owner_name, u.* FROM SYS.USER_DATAPUMP_JOBS u)",
        ),
        ("CONSTRAINTS", "SYS.USER_CONSTRAINTS"),
    ],
)
def test_a_view_of_the_owner_has_the_column_that_it_lacks(view, expected):
    assert over_own_views(f"SELECT 1 FROM SYS.DBA_{view} x") == f"SELECT 1 FROM {expected} x"


def test_every_statement_of_an_owner_goes_that_way():
    session = ScriptedSession((over_own_views(_sql.JOBS), []), (over_own_views(_guard_bin.PURGE), {}))
    own = OwnSession(session)
    assert own.select(_sql.JOBS) == []
    assert own.run(_guard_bin.PURGE, {}, {}) == {}
    session.finish()
