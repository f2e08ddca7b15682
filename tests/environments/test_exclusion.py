# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs take turns in a database where they may use DBMS_LOCK, and do no harm where they may not."""

from __future__ import annotations

from simulated import Account, Simulated

SCENARIO = "live_jobs.yml"
NOLOCK = Account("NOLOCK", "nolock")
DROP = {"owner": "SCOTT", "name": "FAILED"}
_HOLD = """
DECLARE
  v_handle VARCHAR2(128);
  v_result NUMBER;
BEGIN
  SYS.DBMS_LOCK.ALLOCATE_UNIQUE('dbops.datapump:1402300041:0', v_handle);
  v_result := SYS.DBMS_LOCK.REQUEST(v_handle, 6, 0, FALSE);
END;
"""


def test_a_run_waits_for_another_one_and_then_says_who_it_was(place: Simulated) -> None:
    with place.holding("live", _HOLD) as sid, place.unchanged("live"):
        kept = place.drop("live", **DROP)
    assert (kept.table["outcome"], kept.table["reason"]) == ("kept", "lock_held")
    assert f"session {sid}," in kept.table["text"]
    assert place.drop("live", **DROP).table["outcome"] == "dropped"


def test_the_lock_is_given_back(place: Simulated) -> None:
    done = place.drop("live", **DROP)
    assert (done.table["outcome"], done.values["exclusion"], done.values.get("warnings")) == ("dropped", "lock", None)
    assert [lock for lock in place.admin("snapshot", service="live")["locks"] if lock["type"] == "UL"] == []


def test_check_mode_takes_no_lock(place: Simulated) -> None:
    with place.unchanged("live"):
        planned = place.drop("live", check=True, **DROP)
    statements = place.admin("statements", service="live")["statements"]
    assert planned.table["outcome"] == "dropped"
    assert not [entry for entry in statements if "DBMS_LOCK" in entry["text"]]


def test_without_the_right_the_run_goes_on_with_a_warning(place: Simulated) -> None:
    done = place.drop("live", NOLOCK, **DROP)
    assert (done.table["outcome"], done.values["exclusion"]) == ("dropped", "none")
    assert any("exclusion: none" in str(warning) for warning in done.values["warnings"])
