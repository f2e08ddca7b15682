# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The session around the statements: tags, schema, ending, TLS, many clients, and what no client should send."""

from __future__ import annotations

import datetime
import pathlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable

import oracledb
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fake_engine import FakeDatabase, FakeListener
from wire_support import Connect, failure

from simora import values
from simora.engine import Outcome, StatementKind
from simora.errors import OraError
from simora.values import Column
from simora.wire.server import Server

NUMBERS = (Column("N", values.NUMBER),)


def test_tags(connection: oracledb.Connection, database: FakeDatabase) -> None:
    session = database.sessions[0]
    connection.module = "cleanup"
    connection.action = "drop"
    connection.client_identifier = "host 1"
    connection.clientinfo = "Grüße"
    connection.dbop = "operation"
    connection.ping()
    assert session.tags == {
        "module": "cleanup",
        "action": "drop",
        "client_identifier": "host 1",
        "client_info": "Grüße",
        "dbop": "operation",
    }
    session.tags.clear()
    connection.action = None
    connection.ping()
    assert session.tags == {"action": None}


def test_current_schema(connection: oracledb.Connection, database: FakeDatabase) -> None:
    connection.current_schema = "hr"
    connection.ping()
    assert database.sessions[0].schema == "HR"
    connection.current_schema = '"low"'
    connection.ping()
    assert database.sessions[0].schema == "low"


def test_a_schema_that_does_not_exist_fails_the_call_behind_it(
    connection: oracledb.Connection, database: FakeDatabase
) -> None:
    text = database.query("select one", NUMBERS, [(1,)])
    connection.current_schema = "nobody"
    assert failure(lambda: connection.cursor().execute(text)) == "ORA-01435"
    connection.current_schema = "hr"
    assert connection.cursor().execute(text).fetchone() == (1,)


def test_application_context_is_consumed(connect: Connect) -> None:
    connect(appcontext=[("NS", "attribute", "value"), ("NS", "other", "value")]).ping()


def test_a_killed_session_is_told_and_closed(connection: oracledb.Connection, database: FakeDatabase) -> None:
    database.sessions[0].killed = True
    assert failure(connection.ping) == "DPY-4011 ORA-00028"
    assert not connection.is_healthy()
    assert database.sessions[0].calls == ["close"]


@pytest.mark.parametrize(
    "action",
    [
        lambda connection: connection.tpc_begin(connection.xid(1, "g", "b")),
        lambda connection: connection.queue("Q").deqone(),
        lambda connection: connection.gettype("HR.T"),
    ],
)
def test_what_is_not_played_is_refused_and_the_session_usable(
    connection: oracledb.Connection, database: FakeDatabase, action: Callable[[oracledb.Connection], object]
) -> None:
    assert failure(lambda: action(connection)) in ("ORA-03001", "ORA-00900")
    text = database.query("select one", NUMBERS, [(1,)])
    assert connection.cursor().execute(text).fetchone() == (1,)


def test_a_statement_that_cannot_be_prepared_leaves_no_bytes_behind(connect: Connect, database: FakeDatabase) -> None:
    connection = connect(sdu=512)
    refused = "nonsense :a, :b" + " " * 700
    for dummy in range(2):
        assert failure(lambda: connection.cursor().execute(refused, ["x" * 3000, 1])) == "ORA-00900"
    text = database.query("select one", NUMBERS, [(1,)])
    assert connection.cursor().execute(text).fetchone() == (1,)


def test_scrollable_cursors_are_refused(connection: oracledb.Connection, database: FakeDatabase) -> None:
    text = database.query("select one", NUMBERS, [(1,)])
    cursor = connection.cursor(scrollable=True)
    assert failure(lambda: cursor.execute(text)) == "ORA-03001"


def test_statistics(connect: Connect, server: Server) -> None:
    connection = connect()
    first = server.statistics()
    connection.ping()
    second = server.statistics()
    assert (first.connections, first.open_connections) == (1, 1)
    assert second.round_trips - first.round_trips == 1
    connect()
    assert server.statistics().connections == 2


def test_a_session_ends_when_its_client_disappears(server: Server, database: FakeDatabase) -> None:
    closed = threading.Event()
    connection = oracledb.connect(user="scott", password="tiger", dsn=f"127.0.0.1:{server.port}/fake")
    database.sessions[0].close = closed.set  # type: ignore[method-assign]
    del connection  # the driver then closes the socket after a logoff, or without one
    assert closed.wait(10)


def test_many_clients_at_once(connect: Connect, server: Server, database: FakeDatabase) -> None:
    text = database.query("select many", NUMBERS, [(number,) for number in range(500)])
    results: list[int] = []

    def work() -> None:
        with oracledb.connect(user="scott", password="tiger", dsn=f"127.0.0.1:{server.port}/fake") as connection:
            results.append(len(connection.cursor().execute(text).fetchall()))

    threads = [threading.Thread(target=work) for dummy in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [500] * 20


def test_stopping_closes_connections(listener: FakeListener) -> None:
    server = Server(listener)
    server.start()
    connection = oracledb.connect(user="scott", password="tiger", dsn=f"127.0.0.1:{server.port}/fake")
    server.stop()
    assert failure(connection.ping) == "DPY-4011"
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", server.port), timeout=1).close()


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"GET / HTTP/1.0\r\n\r\n",
        bytes(8),
        struct.pack(">HHBBH", 8, 0, 6, 0, 0),
        struct.pack(">HHBBH", 12, 0, 1, 0, 0) + b"abcd",
        b"\xff" * 100,
    ],
)
def test_what_is_no_client_is_dropped(server: Server, connect: Connect, garbage: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as raw:
        raw.sendall(garbage)
        raw.shutdown(socket.SHUT_WR)
        raw.settimeout(10)
        assert raw.recv(100) == b""
    connect().ping()


def test_an_unexpected_failure_of_the_engine_is_an_internal_error(
    connection: oracledb.Connection, database: FakeDatabase
) -> None:
    def fail(bind_rows: object, poll: object) -> Outcome:
        raise KeyError("a defect")

    text = database.statement(StatementKind.DML, "insert", fail)
    assert failure(lambda: connection.cursor().execute(text)) == "DPY-4011 ORA-00600"


def test_an_engine_that_refuses_a_session_refuses_the_logon(
    connect: Connect, database: FakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OraError(1045)

    monkeypatch.setattr(FakeDatabase, "open_session", refuse)
    assert failure(connect) == "ORA-01045"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A self-signed certificate for localhost with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    start = datetime.datetime(2020, 1, 1)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "ewallet.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + built.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def tls_server(listener: FakeListener, certificate: pathlib.Path) -> object:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Server(listener, ssl_context=context)
    server.start()
    yield server
    server.stop()


def test_tls(tls_server: Server, connect: Connect, database: FakeDatabase, certificate: pathlib.Path) -> None:
    connection = connect(dsn=f"tcps://localhost:{tls_server.port}/fake", wallet_location=str(certificate.parent))
    text = database.query("select long", (Column("A", values.varchar2(4000)),), [("x" * 4000,)] * 500)
    assert len(connection.cursor().execute(text).fetchall()) == 500

    def endless(bind_rows: object, poll: Callable[[], None]) -> Outcome:
        while True:
            poll()

    block = database.statement(StatementKind.PLSQL, "begin endless; end;", endless)
    connection.call_timeout = 200
    assert failure(lambda: connection.cursor().execute(block)) == "DPY-4024"
    connection.call_timeout = 0
    connection.ping()


def test_a_certificate_nobody_trusts(tls_server: Server, connect: Connect) -> None:
    assert failure(lambda: connect(dsn=f"tcps://localhost:{tls_server.port}/fake")).startswith("DPY-6005")
