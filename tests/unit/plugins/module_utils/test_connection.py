# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connecting: deadlines hold, secrets stay secret, names are exact."""

from __future__ import annotations

import dataclasses
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _connection, _deadline
from ansible_collections.dbops.datapump.plugins.module_utils._deadline import Deadline, Interrupted, limit
from ansible_collections.dbops.datapump.plugins.module_utils._errors import Unavailable
from ansible_collections.dbops.datapump.plugins.module_utils._options import FACTS
from ansible_collections.dbops.datapump.plugins.module_utils._secrets import MASK, Scrubber

pytest.importorskip("oracledb")


def parameters(**given: Any) -> dict[str, Any]:
    defaults = {name: option.get("default") for name, option in FACTS.argument_spec.items()}
    return {**defaults, "user": "DPCLEAN", "password": "s3cr3t/Pässwort", **given}


def settings(**given: Any) -> _connection.Settings:
    return _connection.Settings.of(parameters(**given), "datapump_facts")


@pytest.fixture
def silent_listener() -> Iterator[int]:
    """A port that accepts connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        accepted: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    accepted.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1]
        for connection in accepted:
            connection.close()


@pytest.mark.timeout(30)
def test_a_silent_listener_is_given_up(silent_listener: int) -> None:
    chosen = settings(host="127.0.0.1", port=silent_listener, service_name="x", connect_deadline=1)
    with pytest.raises(Unavailable, match="^connect_deadline: "):
        _connection.connect(chosen, Scrubber([]))


def test_a_closed_port_is_told_by_its_code() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Unavailable) as raised:
        _connection.connect(settings(host="127.0.0.1", port=port, service_name="x", retry_delay=0), Scrubber([]))
    assert "DPY-6005" in raised.value.codes
    assert raised.value.availability == "unreachable"


class FailingDriver:
    """Raises these errors one after the other, and counts the attempts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *errors: Exception) -> None:
        self.attempts = 0
        self.pauses: list[float] = []
        self._errors = list(errors)
        monkeypatch.setattr(_connection.oracledb, "connect", self._connect)
        monkeypatch.setattr(_connection.time, "sleep", self.pauses.append)

    def _connect(self, **_arguments: Any) -> None:
        self.attempts += 1
        raise self._errors[min(self.attempts, len(self._errors)) - 1]


def refusal(text: str) -> Exception:
    return _connection.oracledb.DatabaseError(text)


@pytest.mark.parametrize(
    ("text", "attempts", "availability"),
    [
        ("DPY-6005: cannot connect to database. [Errno 111] Connection refused", 3, "unreachable"),
        ("DPY-6005: cannot connect to database. DPY-4011: closed", 3, "unreachable"),
        ("DPY-6001: cannot connect. Service is not registered (similar to ORA-12514)", 3, "unavailable"),
        ("DPY-6000: cannot connect. Listener refused connection (ORA-12516)", 3, "unavailable"),
        ("ORA-01033: ORACLE initialization or shutdown in progress", 3, "unavailable"),
        ("DPY-6000: cannot connect. Listener refused connection (ORA-12526)", 1, "unavailable"),
        ("ORA-01035: ORACLE only available to users with RESTRICTED SESSION privilege", 1, "unavailable"),
        ("DPY-4011: the database or network closed the connection", 1, "unreachable"),
        ("ORA-01017: invalid username/password", 1, "failed"),
        ("ORA-28000: the account is locked", 1, "failed"),
        ("DPY-3010: not supported", 1, "failed"),
        ("DPY-9999: unheard of", 1, "failed"),
    ],
)
def test_only_what_may_pass_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, text: str, attempts: int, availability: str
) -> None:
    driver = FailingDriver(monkeypatch, refusal(text))
    with pytest.raises(Unavailable) as raised:
        _connection.connect(settings(dsn="db1/note"), Scrubber([]))
    assert (driver.attempts, raised.value.availability) == (attempts, availability)


def test_waits_grow_and_end_with_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = FailingDriver(monkeypatch, refusal("DPY-6005: cannot connect to database"))
    with pytest.raises(Unavailable):
        _connection.connect(settings(dsn="db1/note", retry_count=100, retry_delay=2, connect_deadline=30), Scrubber([]))
    assert all(pause < 30 for pause in driver.pauses)
    assert [2**n <= pause <= 3 * 2**n for n, pause in enumerate(driver.pauses)] == [True] * len(driver.pauses)
    assert 3 <= driver.attempts < 10


def test_a_certificate_that_is_wrong_is_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    error = refusal("DPY-6005: cannot connect to database. certificate verify failed")
    error.__cause__ = ssl.SSLCertVerificationError("certificate verify failed")
    driver = FailingDriver(monkeypatch, error)
    with pytest.raises(Unavailable):
        _connection.connect(settings(dsn="db1/note"), Scrubber([]))
    assert driver.attempts == 1


def test_a_name_that_does_not_resolve_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = FailingDriver(monkeypatch, socket.gaierror(-2, "Name or service not known"))
    with pytest.raises(Unavailable) as raised:
        _connection.connect(settings(dsn="db1/note"), Scrubber([]))
    assert (driver.attempts, raised.value.availability) == (1, "failed")


class Driver25:
    """A driver that knows how to fix its mode."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def enable_thin_mode(self) -> None:
        self.asked.append("enable_thin_mode")


class Driver20:
    """A driver that does not, and the pool that it makes."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def create_pool(self, **given: Any) -> Driver20:
        assert given["min"] == 0
        self.asked.append("create_pool")
        return self

    def close(self) -> None:
        self.asked.append("close")


@pytest.mark.parametrize(
    ("driver", "asked"), [(Driver25(), ["enable_thin_mode"]), (Driver20(), ["create_pool", "close"])]
)
def test_the_mode_is_fixed_before_threads_connect(
    monkeypatch: pytest.MonkeyPatch, driver: Driver25 | Driver20, asked: list[str]
) -> None:
    monkeypatch.setattr(_connection, "oracledb", driver)
    _connection.let_threads_connect()
    assert driver.asked == asked


class Closing:
    """A driver's connection on its last way. What it cannot do any more must not keep it open."""

    def __init__(self, *, fails: bool) -> None:
        self._fails = fails
        self.open, self.cached = True, 40

    @property
    def stmtcachesize(self) -> int:
        return self.cached

    @stmtcachesize.setter
    def stmtcachesize(self, size: int) -> None:
        if self._fails:
            raise _connection.oracledb.InterfaceError("DPY-1001: not connected to database")
        self.cached = size

    def close(self) -> None:
        self.open = False


@pytest.mark.parametrize(("fails", "cached"), [(False, 0), (True, 40)])
def test_a_session_is_closed_without_its_statements(fails: bool, cached: int) -> None:
    connection = Closing(fails=fails)
    _connection.Session(connection, settings(), Scrubber([])).close()
    assert not connection.open
    assert connection.cached == cached


def test_an_alarm_is_no_exception_that_a_driver_could_swallow() -> None:
    swallowed = False
    with pytest.raises(Interrupted):
        with limit(0.05):
            try:
                threading.Event().wait(5)
            except Exception:
                swallowed = True
    assert not swallowed
    assert not issubclass(Interrupted, Exception)


class SignalledJustAfter(Deadline):
    """The signal to end comes as soon as somebody has reckoned with what remains."""

    @property
    def remaining(self) -> float:
        remaining = super().remaining
        if self.cut_short_by is None:
            self.cut_short("SIGTERM")
        return remaining


@pytest.mark.timeout(30)
@pytest.mark.parametrize("waits", ["for an answer", "before the next attempt"])
def test_a_signal_that_comes_before_the_alarm_is_set_ends_the_connecting_too(
    monkeypatch: pytest.MonkeyPatch, waits: str
) -> None:
    monkeypatch.setattr(_deadline, "_SECONDS_TO_END", 0.1)

    def connect(**_arguments: Any) -> None:
        if waits == "for an answer":
            threading.Event().wait(20)
        raise refusal("DPY-6005: cannot connect to database")

    monkeypatch.setattr(_connection.oracledb, "connect", connect)
    patient = settings(dsn="db1/note", connect_deadline=3600, retry_delay=20, retry_count=1)
    told = dataclasses.replace(patient, deadline=SignalledJustAfter(3600))
    with pytest.raises(Unavailable, match="^SIGTERM: "):
        _connection.connect(told, Scrubber([]))


@pytest.mark.timeout(30)
def test_an_alarm_is_brought_forward_for_a_deadline_that_was_cut_short_before_it_was_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_deadline, "_SECONDS_TO_END", 0.05)
    deadline = Deadline(3600)
    deadline.cut_short("SIGTERM")
    with pytest.raises(Interrupted):
        with limit(20, deadline):
            threading.Event().wait(20)


def test_a_deadline_that_is_over_stays_over() -> None:
    assert Deadline(0).over
    assert Deadline(-5).remaining == 0
    assert not Deadline(60).over


def test_another_owner_is_reached_through_the_same_logon() -> None:
    acting = settings(dsn="db1/note").acting_as("hr")
    arguments = _connection._arguments(acting.parameters)
    assert (arguments["user"], arguments["proxy_user"]) == ("DPCLEAN", '"hr"')
    assert acting.run_id == acting.run_id


def test_only_what_was_given_reaches_the_driver() -> None:
    arguments = _connection._arguments(parameters(dsn="db1/note"))
    assert {"host", "port", "sid", "mode", "wallet_password", "proxy_user"}.isdisjoint(arguments)
    by_host = _connection._arguments(parameters(host="db1", service_name="note", mode="sysdba", protocol="tcps"))
    assert (by_host["port"], by_host["protocol"]) == (1521, "tcps")
    assert by_host["mode"] == _connection.oracledb.AUTH_MODE_SYSDBA


@pytest.mark.parametrize("mode", sorted(_connection._MODES))
def test_every_mode_is_known_to_the_driver(mode: str) -> None:
    assert hasattr(_connection.oracledb, _connection._MODES[mode])


SECRET = "s3cr3t/Pässwort"


@pytest.mark.parametrize(
    "text",
    [
        f"cannot log on with {SECRET}",
        f"cannot log on with {SECRET.upper()}",
        f"url tcp://u:{'s3cr3t%2FP%C3%A4sswort'}@h",
        f"repr {SECRET!r}",
        f"(PASSWORD = {SECRET})",
        "scott/tiger@db1/note is not valid",
    ],
)
def test_secrets_are_removed_in_every_form(text: str) -> None:
    cleaned = Scrubber([SECRET]).clean(text)
    assert MASK in cleaned
    for part in (SECRET, SECRET.upper(), "s3cr3t%2FP", "tiger"):
        assert part not in cleaned


def test_a_clean_text_stays_readable_and_on_one_line() -> None:
    text = "ORA-00942: table or view does not exist\nHelp: https://docs.oracle.com/error-help/db/ora-00942/"
    assert Scrubber(["", "x9"]).clean(text) == text.replace("\n", " ")


def test_the_connect_string_is_never_repeated() -> None:
    scrubber = Scrubber.of(parameters(dsn="db1.example.com/note"))
    assert "db1.example.com/note" not in scrubber.clean("cannot connect to db1.example.com/note now")
