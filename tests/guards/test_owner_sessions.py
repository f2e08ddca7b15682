# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A session that reads tells whether another one is in its database, or only looks as if it were."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from served import Place


@pytest.mark.parametrize(
    "elsewhere",
    [{}, {"instance": 9}, {"sid": 9999}, {"audit_number": 1}, {"user": "SYS"}, {"client_name": "another run"}],
    ids=["nothing", "instance", "sid", "audit number", "user", "client"],
)
def test_a_session_is_seen_where_it_is_and_nowhere_else(place: Place, elsewhere: dict[str, Any]) -> None:
    with place.gateway() as reader, place.gateway("DPCLEAN", proxy_user="HR") as owner:
        found = JobGateway.over(owner).place()
        assert JobGateway.over(reader).sees(dataclasses.replace(found, **elsewhere)) is not bool(elsewhere)


def test_a_session_does_not_see_itself(place: Place) -> None:
    with place.gateway() as reader:
        gateway = JobGateway.over(reader)
        assert not gateway.sees(gateway.place())


def test_a_container_is_another_place(place: Place) -> None:
    with place.gateway() as reader:
        found = JobGateway.over(reader).place()
        assert (found.database, found.container) == (place.simulated.unique_name, "GUARD")
