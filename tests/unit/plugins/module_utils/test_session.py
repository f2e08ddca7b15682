# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A session over a driver that does as it is told: what is begun, what is told of errors, how it is tagged."""

from __future__ import annotations

import importlib.util
import os
import ssl
import sys
import threading
from typing import Any

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _connection
from ansible_collections.dbops.datapump.plugins.module_utils._deadline import Deadline
from ansible_collections.dbops.datapump.plugins.module_utils._errors import (
    DatabaseError,
    DeadlineExceeded,
    Unavailable,
)
from ansible_collections.dbops.datapump.plugins.module_utils._options import FACTS
from ansible_collections.dbops.datapump.plugins.module_utils._secrets import MASK, Scrubber

oracledb = pytest.importorskip("oracledb")

SECRET = "Päss wort's"


class Connection:
    """The driver's connection and cursor in one; `execute` raises the error it was given."""

    call_timeout = 0
    description = [("A",)]

    def __init__(self, error: Exception | None = None) -> None:
        self.executed: list[str] = []
        self.closed = False
        self._error = error

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def cursor(self) -> Connection:
        return self

    def is_healthy(self) -> bool:
        return not self.closed

    def execute(self, text: str, _binds: Any) -> None:
        self.executed.append(text)
        if self._error is not None:
            raise self._error

    def fetchall(self) -> list[tuple[int]]:
        return [(1,)]

    def close(self) -> None:
        self.closed = True


def settings(deadline: Deadline | None = None, **given: Any) -> _connection.Settings:
    defaults = {name: option.get("default") for name, option in FACTS.argument_spec.items()}
    parameters = {**defaults, "dsn": "db1/note", "user": "U", "password": SECRET, **given}
    return _connection.Settings(parameters, "run-1", "datapump_facts", deadline or Deadline(60))


def session(connection: Connection, deadline: Deadline | None = None) -> _connection.Session:
    return _connection.Session(connection, settings(deadline), Scrubber([SECRET]))


def test_rows_come_by_name_within_the_time_of_a_call() -> None:
    connection = Connection()
    assert session(connection).select("SELECT 1 AS a FROM dual") == [{"a": 1}]
    assert 0 < connection.call_timeout <= 60_000


def test_nothing_is_begun_when_the_time_is_over() -> None:
    connection = Connection()
    with pytest.raises(DeadlineExceeded):
        session(connection, Deadline(0)).select("SELECT 1 FROM dual")
    with pytest.raises(DeadlineExceeded):
        session(connection, Deadline(0)).run("BEGIN NULL; END;", {}, {})
    assert connection.executed == []


def test_a_run_that_was_told_to_end_begins_no_change_but_may_still_read() -> None:
    deadline = Deadline(60)
    assert deadline.left_to_begin > 0
    deadline.cut_short("SIGTERM")
    assert deadline.left_to_begin == 0
    assert 0 < deadline.remaining <= 10


@pytest.mark.parametrize("call", ["select", "run"])
def test_an_error_of_the_driver_is_told_by_its_codes_and_without_secrets(call: str) -> None:
    error = oracledb.DatabaseError(f"ORA-01403: no data in {SECRET}\nORA-06512: at line 1")
    broken = session(Connection(error))
    with pytest.raises(DatabaseError) as raised:
        broken.select("SELECT 1 FROM dual") if call == "select" else broken.run("BEGIN NULL; END;", {}, {})
    assert raised.value.codes == ("ORA-01403", "ORA-06512")
    assert SECRET not in str(raised.value) and MASK in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    ("error", "code"),
    [(BrokenPipeError("Broken pipe"), "DPY-4011"), (oracledb.DatabaseError("DPY-4024: call timeout"), "DPY-4024")],
)
def test_a_session_that_is_lost_is_hung_up_on(error: Exception, code: str) -> None:
    connection = Connection(error)
    with pytest.raises(DatabaseError) as raised:
        session(connection).select("SELECT 1 FROM dual")
    assert raised.value.connection_lost
    assert (raised.value.code, connection.closed) == (code, True)


def test_a_session_says_whose_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    connection: Any = Connection()
    monkeypatch.setattr(oracledb, "connect", lambda **_arguments: connection)
    _connection.connect(settings(), Scrubber([]))
    assert (connection.module, connection.action) == ("dbops.datapump", "datapump_facts")
    assert connection.client_identifier == "dbops.datapump:run-1"


def test_a_container_that_cannot_be_had_leaves_no_session_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = Connection(oracledb.DatabaseError("ORA-65011: Pluggable database does not exist"))
    monkeypatch.setattr(oracledb, "connect", lambda **_arguments: connection)
    with pytest.raises(Unavailable, match="^container: "):
        _connection.connect(settings(container="pdb9"), Scrubber([]))
    assert connection.executed == ['ALTER SESSION SET CONTAINER = "PDB9"']
    assert connection.closed


def test_a_logon_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(**_arguments: Any) -> None:
        threading.Event().wait(5)
        raise oracledb.DatabaseError("ORA-01017: invalid username/password")

    monkeypatch.setattr(oracledb, "connect", connect)
    with pytest.raises(Unavailable, match="^connect_deadline: ") as raised:
        _connection.connect(settings(connect_deadline=0.1), Scrubber([]))
    assert raised.value.availability == "unreachable"


def test_a_certificate_that_is_wrong_is_not_asked_for_again_whoever_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = []

    def connect(**_arguments: Any) -> None:
        attempts.append(1)
        raise ssl.SSLCertVerificationError("certificate verify failed")

    monkeypatch.setattr(oracledb, "connect", connect)
    with pytest.raises(Unavailable):
        _connection.connect(settings(retry_delay=0), Scrubber([]))
    assert len(attempts) == 1


@pytest.mark.parametrize("variable", ["PYO_DEBUG_PACKETS", "DPI_DEBUG_LEVEL", "ORA_DEBUG_JDWP"])
def test_what_makes_the_driver_talk_is_unset_before_it_is_imported(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "1")
    specification = importlib.util.spec_from_file_location("imported_once_more", str(_connection.__file__))
    assert specification is not None and specification.loader is not None
    copy = importlib.util.module_from_spec(specification)
    # A dataclass looks for its module by name.
    monkeypatch.setitem(sys.modules, "imported_once_more", copy)
    specification.loader.exec_module(copy)
    assert variable not in os.environ


@pytest.mark.parametrize(
    "form",
    ["Päss wort's", "P%C3%A4ss%20wort%27s", "P%C3%A4ss+wort%27s", "PÄSS WORT'S", "P%C3%A4SS%20WORT%27S"],
)
def test_a_secret_with_a_blank_is_removed_in_every_form(form: str) -> None:
    assert Scrubber([SECRET]).clean(f"cannot log on with {form}!") == f"cannot log on with {MASK}!"


def test_a_secret_with_a_control_character_is_removed_as_python_shows_it() -> None:
    assert Scrubber(["tab\there"]).clean(repr({"given": "tab\there"})) == f"{{'given': '{MASK}'}}"


def test_nothing_is_left_of_a_secret_that_holds_another_one() -> None:
    scrubber = Scrubber.of({"password": "tiger", "wallet_password": "tigerlily", "dsn": None})
    assert scrubber.clean("with tigerlily") == f"with {MASK}"
