# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The list that a run of the role wrote is consent for the database it was made for, and for no other."""

from __future__ import annotations

import pathlib

import pytest
from simulated import Simulated

SCENARIO = "live_jobs.yml"


def test_a_list_counts_where_it_was_made_and_is_refused_as_a_whole_elsewhere(
    place: Simulated, tmp_path: pathlib.Path
) -> None:
    written = place.role(tmp_path, "live").folder / "proposal.yml"
    text = written.read_text(encoding="utf-8")
    given = tmp_path / "reviewed.yml"
    for wrong in ("dbid: 1402300041", "version: 1"):
        given.write_text(text.replace(wrong, wrong[:-1] + "9", 1), encoding="utf-8")
        with place.unchanged("live"):
            refused = place.role(tmp_path, "live", datapump_cleanup_confirmed_file=str(given))
        assert refused.status != 0
        assert "confirmed_for" in refused.output
    given.write_text(text, encoding="utf-8")
    done = place.role(tmp_path, "live", datapump_cleanup_confirmed_file=str(given))
    assert done.status == 0, done.output[-3000:]
    left = {row[0] for row in place.query("live", "SELECT job_name FROM dba_datapump_jobs")}
    assert left == {"RUNNING_EXPORT", "RUNNING_IMPORT", "WATCHED"}


@pytest.mark.parametrize("broken", ["datapump_cleanup_confirmed: [", "just a text", "made_for: {version: 1}"])
def test_what_is_no_list_is_refused_before_anything_is_read(
    place: Simulated, tmp_path: pathlib.Path, broken: str
) -> None:
    given = tmp_path / "reviewed.yml"
    given.write_text(broken, encoding="utf-8")
    with place.unchanged("live"):
        assert place.role(tmp_path, "live", datapump_cleanup_confirmed_file=str(given)).status != 0
