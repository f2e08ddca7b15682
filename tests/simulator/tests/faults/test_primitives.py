# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds of fault by the numbers that the catalogue of faults gives them, W1 to W20: at least one test for each.

Each is injected twice: as a scenario lists it, and through the admin port into a server that runs.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import json
import pathlib
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import oracledb
import pytest
import yaml
from faulty_world import BLOCK, DATABASES, World, failure, run

from simora import runtime, scenario
from simora.admin import AdminServer
from simora.wire.server import Server
from simora.world.listener import Listener

Fault = Mapping[str, Any]
Serve = Callable[..., World]

README = pathlib.Path(__file__).resolve().parents[2] / "README.md"
LAST = 20
SESSION = {"user": "dpclean", "password": "cleaner"}
DROP = {"text": "^DROP TABLE", "object": "SCOTT.SYS_EXPORT_TABLE_02", "nested": True}
CALL = {"kind": "plsql", "nested": False}
ROWS = {"text": "scott.emp"}


@pytest.fixture(params=["scenario", "admin_port"])
def serve(request: pytest.FixtureRequest) -> Iterator[Serve]:
    """Serves the databases with faults; those at `accept` and `connect` are the listener's."""
    with contextlib.ExitStack() as ended:

        def start(*faults: Fault, **changes: Any) -> World:
            content = yaml.safe_load(DATABASES)
            content["databases"][0].update(changes)
            if request.param == "scenario":
                content["faults"] = [fault for fault in faults if _of_listener(fault)]
                content["databases"][0]["faults"] = [fault for fault in faults if not _of_listener(fault)]
            listener = Listener()
            scenario.add(listener, content)
            server = Server(listener)
            server.start()
            ended.callback(server.stop)
            for owner in (listener, *listener.databases()):
                ended.callback(owner.faults.clear)
            if request.param == "admin_port":
                _inject(listener, server, faults)
            return World(listener, server)

        yield start


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that the server makes, in seconds, none of which is really made."""
    made: list[float] = []
    monkeypatch.setattr(runtime, "sleep", made.append)
    return made


def _of_listener(fault: Fault) -> bool:
    return fault["at"] in ("accept", "connect")


def _inject(listener: Listener, server: Server, faults: tuple[Fault, ...]) -> None:
    admin = AdminServer(listener, 0, runtime.Flag(), server)
    with socket.create_connection(("127.0.0.1", admin.port)) as connection:
        stream = connection.makefile("rw", encoding="utf-8")
        for fault in faults:
            place = {} if _of_listener(fault) else {"service": "note"}
            stream.write(json.dumps({"command": "inject", "fault": fault, **place}) + "\n")
            stream.flush()
            assert json.loads(stream.readline())["ok"]
    admin.close()


def connect(world: World, **options: Any) -> oracledb.Connection:
    return oracledb.connect(dsn=f"127.0.0.1:{world.server.port}/note", **{**SESSION, **options})


def call(world: World, *, patience: int = 0) -> str:
    """The codes of the error that the drop in a block ends with."""
    connection = connect(world)
    connection.call_timeout = patience
    return failure(lambda: run(connection, BLOCK))


def still_connecting(world: World, struck: Callable[[], int]) -> subprocess.Popen[bytes]:
    """A client that has met the fault and goes on waiting. Its own time-out would end it after a minute."""
    program = "import oracledb, sys; oracledb.connect(user='dpclean', password='cleaner', dsn=sys.argv[1])"
    client = subprocess.Popen([sys.executable, "-c", program, f"127.0.0.1:{world.server.port}/note"])
    world.wait_until(lambda: struck() > 0)
    assert client.poll() is None
    return client


def test_every_kind_is_tested_here_and_described() -> None:
    tested = {int(found) for found in re.findall(r"^def test_w(\d\d)_", pathlib.Path(__file__).read_text(), re.M)}
    described = {int(found) for found in re.findall(r"^\| W(\d+) \|", README.read_text(encoding="utf-8"), re.M)}
    assert tested == described == set(range(1, LAST + 1))


@pytest.mark.parametrize(
    ("code", "codes"), [(12514, "DPY-6001"), (12505, "DPY-6003"), (12520, "ORA-12520"), (12528, "ORA-12528")]
)
def test_w01_the_listener_refuses(serve: Serve, code: int, codes: str) -> None:
    world = serve({"at": "connect", "match": {"service": "note"}, "do": {"refuse": code}})
    assert codes in failure(lambda: connect(world))
    connect(world).ping()


@pytest.mark.parametrize(
    ("at", "effect", "dropped"),
    [("before", "reset", False), ("after", "reset", True), ("after", {"cut": {"then": "reset"}}, True)],
    ids=["before execution", "before the reply", "in the reply"],
)
def test_w02_the_connection_is_reset(serve: Serve, at: str, effect: Any, dropped: bool) -> None:
    world = serve({"at": at, "match": CALL, "do": effect})
    assert call(world).startswith("DPY-4011")
    assert world.is_dropped is dropped


@pytest.mark.parametrize("at", ["accept", "connect", "accepted", "phase_one", "phase_two", "logon"])
def test_w02_and_at_every_point_of_the_logon(serve: Serve, at: str) -> None:
    world = serve({"at": at, "do": "reset"})
    assert failure(lambda: connect(world)).startswith(("DPY-4011", "DPY-6005"))


@pytest.mark.parametrize(
    ("at", "effect", "dropped"),
    [("before", "close", False), ("after", "close", True), ("after", {"cut": {"bytes": 5}}, True)],
    ids=["before execution", "before the reply", "in the reply"],
)
def test_w03_the_connection_is_closed(serve: Serve, at: str, effect: Any, dropped: bool) -> None:
    world = serve({"at": at, "match": CALL, "do": effect})
    assert call(world).startswith("DPY-4011")
    assert world.is_dropped is dropped


@pytest.mark.parametrize(
    ("at", "effect", "dropped"),
    [("before", "stall", False), ("after", "stall", True), ("after", {"cut": {"then": "stall"}}, True)],
    ids=["before execution", "before the reply", "in the reply"],
)
def test_w04_the_server_falls_silent(serve: Serve, at: str, effect: Any, dropped: bool) -> None:
    world = serve({"at": at, "match": CALL, "do": effect})
    assert call(world, patience=300).startswith(("DPY-4024", "DPY-4011"))
    assert world.is_dropped is dropped


@pytest.mark.parametrize("at", ["accept", "accepted", "phase_two"])
def test_w04_and_during_the_logon(serve: Serve, at: str) -> None:
    world = serve({"at": at, "do": "stall"})
    client = still_connecting(world, lambda: len(world.listener.faults.hits) + len(world.faults.hits))
    client.kill()
    client.wait()


def test_w05_bytes_come_in_drips(serve: Serve, pauses: list[float]) -> None:
    world = serve({"at": "after", "match": CALL, "do": {"drip": {"seconds": 0.002, "bytes": 1}}})
    run(connect(world), BLOCK)
    assert (world.hits(), world.is_dropped) == ([("drip",)], True)
    assert pauses.count(0.002) > 50


@pytest.mark.parametrize("kind", ["length", "packet_type", "garbage", "http"])
def test_w06_what_comes_is_malformed(serve: Serve, kind: str) -> None:
    world = serve({"at": "after", "match": CALL, "do": {"malform": kind}})
    assert call(world, patience=300).startswith("DPY-")
    assert world.is_dropped


@pytest.mark.parametrize("options", [{}, {"form": "without_nul"}, {"host": "127.0.0.1", "port": 1}])
def test_w07_the_listener_redirects(serve: Serve, options: Mapping[str, Any]) -> None:
    world = serve({"at": "connect", "times": 3, "do": {"redirect": options}})
    if options:
        assert failure(lambda: connect(world)).startswith("DPY-")
    else:
        connect(world).ping()
    assert len(world.listener.faults.hits) == (1 if options else 3)


def test_w08_the_listener_asks_again_and_again(serve: Serve) -> None:
    world = serve({"at": "connect", "times": 25, "do": "resend"})
    connect(world).ping()
    assert len(world.listener.faults.hits) == 25


@pytest.mark.parametrize(("at", "dropped"), [("before", False), ("after", True)])
def test_w09_the_kth_statement_that_matches_fails(serve: Serve, at: str, dropped: bool) -> None:
    world = serve({"at": at, "match": {"nested": True}, "after": 1, "do": {"raise": 54}})
    connection = connect(world)
    run(connection, "BEGIN EXECUTE IMMEDIATE 'ALTER SESSION SET ddl_lock_timeout = 0'; END;")
    assert failure(lambda: run(connection, BLOCK)).startswith("ORA-00054")
    assert world.is_dropped is dropped


def test_w10_a_warning(serve: Serve) -> None:
    world = serve({"at": "logon", "do": {"warn": 28002}})
    warning = connect(world).warning
    assert warning is not None and warning.full_code == "ORA-28002"


@pytest.mark.parametrize(
    ("behaviour", "codes", "dropped"),
    [("ignored", "DPY-4011", False), ({"late": 0.1}, "DPY-4024", False), ("success", "DPY-4024", True)],
    ids=["ignored", "late", "success"],
)
def test_w11_a_break(serve: Serve, behaviour: Any, codes: str, dropped: bool) -> None:
    world = serve({"at": "before", "match": CALL, "do": [{"break": behaviour}, "stall"]})
    assert call(world, patience=500).startswith(codes)
    if behaviour == "ignored":
        world.faults.release()
        world.wait_until(lambda: world.sessions_of("DPCLEAN") == 0)
    else:
        world.wait_until(lambda: world.is_dropped is dropped)


def test_w12_a_notice_in_band(serve: Serve) -> None:
    world = serve({"at": "after", "match": CALL, "do": {"control": 2396}})
    connection = connect(world)
    run(connection, BLOCK)
    assert failure(lambda: run(connection, "SELECT 1 FROM dual")).startswith("DPY-")


@pytest.mark.parametrize(
    ("at", "match", "seen"),
    [("before", CALL, "ORA-00942"), ("before", DROP, "ORA-00942"), ("after", DROP, None)],
    ids=["before", "inside", "after"],
)
def test_w13_the_world_changes_between_two_statements(serve: Serve, at: str, match: Fault, seen: str | None) -> None:
    rename = "ALTER TABLE scott.sys_export_table_02 RENAME TO moved"
    other = "CREATE TABLE scott.sys_export_table_02 (x NUMBER)"
    world = serve({"at": at, "match": match, "do": {"sql": {"text": rename if seen else other}}})
    connection = connect(world)
    if seen:
        assert failure(lambda: run(connection, BLOCK)).startswith(seen)
    else:
        run(connection, BLOCK)
    assert (world.hits(), world.is_dropped) == ([("sql",)], seen is None)


def test_w14_a_statement_outlives_its_client(serve: Serve) -> None:
    world = serve({"at": "before", "match": DROP, "do": {"zombie": {"seconds": 20}}})
    assert call(world).startswith("DPY-4011")
    assert (world.is_dropped, world.sessions_of("DPCLEAN")) == (False, 1)
    world.change({"advance": {"seconds": 21}})
    assert (world.is_dropped, world.sessions_of("DPCLEAN")) == (True, 0)


def test_w15_the_data_are_what_a_test_says(serve: Serve) -> None:
    job = {"owner": "SCOTT", "name": "Odd\tname\u202e", "mode": "TABLE", "stored_state": "EXECUTING"}
    world = serve({"at": "before", "match": {"kind": "query"}, "do": {"add_job": job}})
    names = [name for (name,) in run(connect(world), "SELECT job_name FROM dba_datapump_jobs")]
    assert "Odd\tname\u202e" in names


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_w16_the_clock_is_wrong(serve: Serve, seconds: int) -> None:
    query = "SELECT ROUND((SYSDATE - TO_DATE('2026-01-15 03:00:00', 'YYYY-MM-DD HH24:MI:SS')) * 24) FROM dual"
    world = serve({"at": "before", "match": {"text": "SYSDATE"}, "do": {"step_clock": {"seconds": seconds}}})
    assert run(connect(world), query) == [(seconds // 3600,)]


@pytest.mark.parametrize("name", ["KILL", "TERM", "INT", "SEGV"])
def test_w17_a_signal_to_the_client(serve: Serve, name: str) -> None:
    world = serve({"at": "after", "match": DROP, "do": {"signal": {"name": name}}})
    program = (
        "import oracledb, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
        "oracledb.connect(user='dpclean', password='cleaner', dsn=sys.argv[1]).cursor().execute(sys.argv[2])"
    )
    words = [sys.executable, "-c", program, f"127.0.0.1:{world.server.port}/note", BLOCK]
    ended = subprocess.run(words, capture_output=True, check=False)
    assert ended.returncode == -signal.Signals[f"SIG{name}"]
    assert world.is_dropped


def test_w18_many_clients(serve: Serve) -> None:
    """A fault that strikes always strikes each of them, and one that strikes once only one."""
    clients = 12
    world = serve(
        {"id": "each", "at": "before", "match": ROWS, "times": None, "do": {"raise": 12850}},
        {"id": "one", "at": "before", "match": CALL, "do": {"raise": 54}},
    )

    def client(_number: int) -> tuple[str, str | None]:
        with connect(world) as connection:
            reading = failure(lambda: run(connection, "SELECT ename FROM scott.emp"))
            try:
                run(connection, "BEGIN NULL; END;")
            except oracledb.Error as error:
                return reading, error.args[0].full_code
            return reading, None

    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        told = list(pool.map(client, range(clients)))
    assert [reading.split()[0] for reading, _code in told] == ["ORA-12850"] * clients
    assert sorted(code or "" for _reading, code in told) == [""] * (clients - 1) + ["ORA-00054"]
    assert {fault["id"]: fault["struck"] for fault in world.faults.report()["faults"]} == {"each": clients, "one": 1}


def test_w19_much_of_it(serve: Serve, pauses: list[float]) -> None:
    """Rows by the thousand, and the first packets of them one row at a time."""
    table = {"owner": "SCOTT", "name": "MUCH", "columns": [{"name": "X", "type": "VARCHAR2(100)"}]}
    table["rows"] = [[f"{number:0100}"] for number in range(5000)]
    world = serve(
        {"at": "after", "match": {"text": "scott.much"}, "do": {"drip": {"seconds": 0.001, "rows": 50}}},
        tables=[table],
    )
    assert len(run(connect(world), "SELECT x FROM scott.much")) == 5000
    assert world.hits() == [("drip",)]
    assert pauses.count(0.001) > 0


def test_w20_another_release_of_the_protocol(serve: Serve) -> None:
    world = serve({"at": "connect", "do": {"accept": {"version": 310}}})
    assert "DPY-3010" in failure(lambda: connect(world))


def test_w20_another_role_in_the_middle_of_a_run(serve: Serve) -> None:
    standby = {"role": "PHYSICAL STANDBY", "open_mode": "READ ONLY WITH APPLY"}
    world = serve({"at": "before", "match": DROP, "do": {"switch_role": standby}})
    assert call(world).startswith("ORA-16000")
    assert not world.is_dropped


@pytest.mark.parametrize(("release", "version"), [("12.1", "12.1"), ("19c", "19."), ("23ai", "23.")])
def test_w20_another_release_with_more_instances(serve: Serve, release: str, version: str) -> None:
    world = serve(
        {"at": "before", "match": {"text": "GV\\$INSTANCE"}, "do": {"silence_instance": {"instance": 2}}},
        release=release,
        instances=[{"number": 1}, {"number": 2}],
    )
    connection = connect(world)
    assert connection.version.startswith(version)
    count = "SELECT COUNT(*) FROM {}"
    assert run(connection, count.format("v$active_instances")) == [(2,)]
    assert run(connection, count.format("gv$instance")) == [(1,)]
