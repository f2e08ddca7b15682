# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a session must not change anything, whatever the job is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._decide import Wish
from ansible_collections.dbops.datapump.plugins.module_utils._place import refusal
from ansible_collections.dbops.datapump.tests.unit.builders import DATABASE, NAME, OWNER

WISH = Wish(OWNER, NAME)
ROOT = replace(DATABASE, is_cdb=True, con_id=1, con_uid=1, con_name="CDB$ROOT")


@pytest.mark.parametrize(
    ("database", "wish"),
    [
        (DATABASE, WISH),
        (replace(ROOT, con_id=3, con_uid=4711, con_name="PDB1"), WISH),
        (ROOT, replace(WISH, con_uid=1)),
        (replace(DATABASE, session_user="SYS"), replace(WISH, owner="SYS")),
        # Who may read USER_ views only is not told how the database is open.
        (replace(DATABASE, open_mode="", role=""), WISH),
    ],
    ids=["a plain database", "a pluggable one", "the root by name", "SYS as SYS", "not told"],
)
def test_where_something_may_be_changed(database, wish):
    assert refusal(database, wish) is None


@pytest.mark.parametrize(
    ("database", "wish", "reason", "option"),
    [
        (replace(DATABASE, role="PHYSICAL STANDBY"), WISH, "read_only", None),
        (replace(DATABASE, open_mode="READ ONLY"), WISH, "read_only", None),
        (replace(DATABASE, container_kind="application"), WISH, "application_container", None),
        (replace(DATABASE, container_kind="proxy"), WISH, "proxy_container", None),
        (ROOT, WISH, "root_container", "container"),
        (ROOT, replace(WISH, con_uid=4711), "wrong_database", "con_uid"),
        (DATABASE, replace(WISH, dbid=1), "wrong_database", "dbid"),
        (DATABASE, replace(WISH, owner="SYS"), "needs_sysdba", "mode"),
    ],
    ids=["standby", "read only", "application", "proxy", "root", "container", "database", "SYS"],
)
def test_where_nothing_may_be_changed(database, wish, reason, option):
    decision = refusal(database, wish)
    assert decision is not None
    assert (decision.permitted, decision.reason, decision.option) == (False, reason, option)
