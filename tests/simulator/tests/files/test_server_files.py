# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of a database server: directory objects, contents, shared file systems, scenarios."""

from __future__ import annotations

from typing import Any

import oracledb
import pytest
import yaml

from simora import scenario
from simora.engine import ClientInfo
from simora.world.listener import Listener
from simora.world.server_files import ServerFiles


@pytest.fixture
def files(listener: Listener) -> ServerFiles:
    return listener.lookup(service_name="files", sid=None).database.files


def test_paths_follow_the_directory_objects(files: ServerFiles) -> None:
    assert files.path_of(0, "DUMP_DIR") == "/u01/dump/"
    assert files.file_path(0, "DUMP_DIR", "note.log") == "/u01/dump/note.log"
    assert files.path_of(0, "dump_dir") is None
    assert files.file_path(0, "NOWHERE", "note.log") is None
    assert files.path_of(0, None) is None


def test_content_is_written_appended_to_and_removed(files: ServerFiles) -> None:
    files.write("/u01/x", b"abc")
    files.append("/u01//x", b"def")
    files.append("/u01/y", b"new")
    assert (files.read("/u01/x"), files.read("/u01/x", 2, 2), files.read("/u01/x", 9, 2)) == (b"abcdef", b"cd", b"")
    assert files.names("/u01/") == [*files.names("/u01/dump/"), "/u01/lower/a.txt", "/u01/x", "/u01/y"]
    files.remove("/u01/x")
    files.remove("/u01/x")
    assert not files.exists("/u01/x")
    with pytest.raises(FileNotFoundError):
        files.size("/u01/x")


def test_a_big_file_is_zeros_behind_its_content(files: ServerFiles) -> None:
    path = "/u01/dump/big.dmp"
    assert files.size(path) == 5_000_000_000
    assert files.read(path, 1, 3) == b"\2\0\0"
    assert files.read(path, 4_999_999_998, 9) == b"\0\0"
    files.write("/short", b"a", 3)
    files.append("/short", b"b")
    assert files.read("/short") == b"a\0\0b"


def test_databases_share_a_file_system_by_its_name(listener: Listener) -> None:
    others = {name: listener.lookup(service_name=name, sid=None).database.files for name in ("other", "apart")}
    assert others["other"].exists("/u01/dump/note.log")
    assert not others["apart"].exists("/u01/dump/note.log")


def test_reading_and_writing_need_their_grants(listener: Listener, files: ServerFiles) -> None:
    service = listener.lookup(service_name="files", sid=None)
    sessions = {
        user: service.open_session(user, proxy_client=None, privilege=privilege, client=ClientInfo())
        for user, privilege in (("SCOTT", None), ("NOBODY", None), ("SYS", "SYSDBA"))
    }
    assert [files.allows(sessions["SCOTT"], "lower", privilege) for privilege in ("READ", "WRITE")] == [True, False]
    assert not files.allows(sessions["NOBODY"], "DUMP_DIR", "READ")
    assert files.allows(sessions["SYS"], "lower", "WRITE")
    assert not files.allows(sessions["SYS"], "NOWHERE", "READ")


def test_directories_are_in_the_dictionary(connection: oracledb.Connection) -> None:
    rows = connection.cursor().execute("select directory_name, directory_path from all_directories").fetchall()
    assert sorted(rows) == [("DUMP_DIR", "/u01/dump/"), ("lower", "/u01/lower")]


@pytest.mark.parametrize(
    "file",
    [
        {"directory": "NOWHERE", "name": "a"},
        {"directory": "D", "name": "a", "hexadecimal": "0"},
        {"name": "a"},
        {"directory": "D", "name": "a", "bytes": -1},
    ],
)
def test_a_file_that_cannot_be_is_refused(file: dict[str, Any]) -> None:
    database = {"name": "X", "directories": [{"name": "D", "path": "/d"}], "files": [file]}
    with pytest.raises(scenario.ScenarioError):
        scenario.add(Listener(), yaml.safe_load(yaml.safe_dump({"version": 1, "databases": [database]})))
