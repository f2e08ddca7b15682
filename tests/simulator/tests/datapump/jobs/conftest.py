# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures for jobs that really run."""

from __future__ import annotations

import contextlib
import pathlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

import oracledb
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from pump import Pump, Servers, code_of


@pytest.fixture
def serve() -> Iterator[Callable[..., Servers]]:
    """Serves both databases, with other keys than usual where a test gives them."""
    started: list[Servers] = []

    def start(source: dict[str, Any] | None = None, target: dict[str, Any] | None = None) -> Servers:
        started.append(Servers(source or {}, target or {}))
        return started[-1]

    yield start
    for servers in started:
        servers.stop()


@pytest.fixture
def servers(serve: Callable[..., Servers]) -> Servers:
    return serve()


@pytest.fixture
def scott(servers: Servers) -> Pump:
    return servers.client()


@pytest.fixture
def refused() -> Callable[[int], contextlib.AbstractContextManager[None]]:
    """A context in which the call must fail with this ORA code."""

    @contextlib.contextmanager
    def expect(code: int) -> Iterator[None]:
        with pytest.raises(oracledb.Error) as caught:
            yield
        assert code_of(caught.value) == code, caught.value

    return expect
