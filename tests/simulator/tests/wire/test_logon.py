# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connecting and logging on with the real driver."""

from __future__ import annotations

import oracledb
import pytest
from fake_engine import FakeDatabase, FakeListener
from wire_support import Connect, failure

from simora.values import Column, varchar2
from simora.wire.capabilities import PROFILE_12C, PROFILE_19C, Profile
from simora.wire.server import Server


def test_connection_attributes(connection: oracledb.Connection) -> None:
    assert connection.version == "19.3.0.0.0"
    assert connection.session_id == 17
    assert connection.serial_num == 4711
    assert connection.db_name == "FAKE"
    assert connection.db_domain == "example.com"
    assert connection.service_name == "fake"
    assert connection.instance_name == "FAKE1"
    assert connection.max_open_cursors == 300
    assert connection.max_identifier_length == 128


def test_what_the_client_says_of_itself_arrives(connection: oracledb.Connection, database: FakeDatabase) -> None:
    client = database.clients[0]
    assert client.driver_name.startswith("python-oracledb thn")
    assert client.program and client.machine and client.process and client.os_user


@pytest.mark.parametrize("verifier", ["12C", "11G"])
@pytest.mark.parametrize("password", ["tiger", "Grüße und mehr als sechzehn"])
def test_both_verifiers(connect: Connect, database: FakeDatabase, verifier: str, password: str) -> None:
    database.add_account("ADAMS", password, verifier=verifier)
    connect(user="adams", password=password).ping()
    assert failure(lambda: connect(user="adams", password="wrong")) == "ORA-01017"


def test_real_number_of_verifier_rounds(listener: FakeListener) -> None:
    server = Server(listener, verifier_rounds=4096)
    server.start()
    try:
        oracledb.connect(user="scott", password="tiger", dsn=f"127.0.0.1:{server.port}/fake").close()
    finally:
        server.stop()


def test_user_names_fold_unless_quoted(connect: Connect, database: FakeDatabase) -> None:
    database.add_account("low", "tiger")
    connect(user='"low"')
    connect(user="ScOtT")
    assert [session.user for session in database.sessions] == ["low", "SCOTT"]
    assert failure(lambda: connect(user="low")) == "ORA-01017"


def test_an_unknown_user_gets_the_error_of_a_wrong_password(connect: Connect) -> None:
    assert failure(lambda: connect(user="nobody")) == "ORA-01017"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("LOCKED", "ORA-28000"),
        ("LOCKED(TIMED)", "ORA-28000"),
        ("EXPIRED & LOCKED", "ORA-28000"),
        ("EXPIRED", "ORA-28001"),
    ],
)
def test_account_states(connect: Connect, database: FakeDatabase, status: str, code: str) -> None:
    database.add_account("ADAMS", "tiger", status)
    assert failure(lambda: connect(user="adams")) == code


def test_a_locked_account_says_so_to_a_wrong_password_too(connect: Connect, database: FakeDatabase) -> None:
    database.add_account("ADAMS", "tiger", "LOCKED")
    assert failure(lambda: connect(user="adams", password="lion")) == "ORA-28000"


def test_an_account_in_grace_is_warned(connect: Connect, database: FakeDatabase) -> None:
    database.add_account("ADAMS", "tiger", "EXPIRED(GRACE)")
    warning = connect(user="adams").warning
    assert warning is not None and warning.full_code == "ORA-28002"
    assert connect().warning is None


def test_a_new_password_is_the_way_out_of_an_expired_one(connect: Connect, database: FakeDatabase) -> None:
    database.add_account("ADAMS", "tiger", "EXPIRED")
    connect(user="adams", newpassword="lion").ping()
    connect(user="adams", password="lion").ping()
    assert failure(lambda: connect(user="adams", password="tiger")) == "ORA-01017"


def test_changing_the_password_of_a_session(connection: oracledb.Connection, connect: Connect) -> None:
    assert failure(lambda: connection.changepassword("lion", "panther")) == "ORA-28008"
    connection.changepassword("tiger", "panther")
    connection.ping()
    connect(password="panther").ping()


@pytest.mark.parametrize(("version", "longest"), [((19, 3, 0, 0, 0), 30), ((23, 4, 0, 24, 5), 1024)])
def test_the_longest_password(
    connect: Connect, database: FakeDatabase, version: tuple[int, int, int, int, int], longest: int
) -> None:
    database.version = version
    connection = connect()
    connection.changepassword("tiger", "x" * longest)
    assert failure(lambda: connection.changepassword("x" * longest, "x" * (longest + 1))) == "ORA-00988"
    connect(password="x" * longest).ping()


def test_administrative_privileges(connect: Connect, database: FakeDatabase) -> None:
    connect(user="sys", password="manager", mode=oracledb.AUTH_MODE_SYSDBA)
    connect(user="sys", password="manager", mode=oracledb.AUTH_MODE_SYSBKP)
    assert [session.privilege for session in database.sessions] == ["SYSDBA", "SYSBACKUP"]
    assert failure(lambda: connect(user="sys", password="manager")) == "ORA-28009"


def test_a_proxy_logon_names_its_client(connect: Connect, database: FakeDatabase) -> None:
    connect(user="scott[hr]")
    assert (database.sessions[0].user, database.sessions[0].proxy_client) == ("SCOTT", "HR")


def test_a_logon_without_password_is_refused(connect: Connect) -> None:
    assert failure(lambda: connect(user=None, password=None, externalauth=True)) == "ORA-01017"


def test_connecting_by_sid(connect: Connect, server: Server) -> None:
    address = f"(ADDRESS=(PROTOCOL=TCP)(HOST=127.0.0.1)(PORT={server.port}))"
    connect(dsn=f"(DESCRIPTION={address}(CONNECT_DATA=(SID=FAKE)))").ping()
    refused = failure(lambda: connect(dsn=f"(DESCRIPTION={address}(CONNECT_DATA=(SID=NOPE)))"))
    assert refused == "DPY-6005 DPY-6003"


def test_connect_data_in_a_packet_of_its_own(connect: Connect, server: Server, database: FakeDatabase) -> None:
    connect(dsn=f"127.0.0.1:{server.port}/fake", program="p" * 250).ping()
    assert database.clients[0].program == "p" * 250


@pytest.mark.parametrize("code", [12516, 12528])
def test_the_listener_refuses_with_the_code_it_is_told(
    connect: Connect, server: Server, listener: FakeListener, code: int
) -> None:
    listener.refusals["busy"] = code
    assert failure(lambda: connect(dsn=f"127.0.0.1:{server.port}/unknown")) == "DPY-6005 DPY-6001"
    with pytest.raises(oracledb.Error) as raised:
        connect(dsn=f"127.0.0.1:{server.port}/busy")
    assert str(code) in str(raised.value)


@pytest.mark.parametrize("sdu", [512, 600, 8192, 65535, 2097152])
def test_packet_sizes(connect: Connect, database: FakeDatabase, sdu: int) -> None:
    text = "x" * 20000
    query = database.query("select long", (Column("A", varchar2(32767)),), [(text,)] * 5)
    assert connect(sdu=sdu).cursor().execute(query).fetchall() == [(text,)] * 5


@pytest.mark.parametrize(
    ("profile", "version", "seen"),
    [
        (PROFILE_12C, (12, 1, 0, 2, 0), "12.1.0.2.0"),
        (PROFILE_19C, (12, 1, 0, 2, 0), "12.1.0.2.0"),
        (PROFILE_19C, (23, 4, 0, 24, 5), "23.4.0.24.5"),
        (None, (12, 2, 0, 1, 0), "12.2.0.1.0"),
    ],
)
def test_releases(
    listener: FakeListener,
    database: FakeDatabase,
    profile: Profile | None,
    version: tuple[int, int, int, int, int],
    seen: str,
) -> None:
    database.version = version
    server = Server(listener, profile=profile)
    server.start()
    try:
        with oracledb.connect(user="scott", password="tiger", dsn=f"127.0.0.1:{server.port}/fake") as connection:
            assert connection.version == seen
            connection.ping()
    finally:
        server.stop()


def test_logging_off_ends_the_session_once(connection: oracledb.Connection, database: FakeDatabase) -> None:
    connection.close()
    assert database.sessions[0].calls == ["close"]
