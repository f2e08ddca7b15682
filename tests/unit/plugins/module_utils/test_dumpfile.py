# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dump files: their names, the items of their headers, and when a set of them is whole."""

from __future__ import annotations

import datetime

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _dumpfile, _file_gateway
from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_items import DUMP_FILE_INFO, Header, header_of
from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_names import FileName, file_name
from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_set import MAY_BE_MORE, DumpFile, completeness
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._file_gateway import FileGateway
from ansible_collections.dbops.datapump.plugins.module_utils._server_files import ServerFiles
from ansible_collections.dbops.datapump.tests.unit.scripted import ScriptedSession

NOTHING_KNOWN = DatabaseError(("ORA-39211",), "ORA-39211: unable to retrieve dumpfile information as specified")
LOST = DatabaseError(("DPY-4011",), "DPY-4011: the database or network closed the connection")


def header(number=1, guid="G", master=True, piece=1, pieces=1, kind="datapump"):
    raw = [(2, str(int(master))), (3, guid), (4, str(number))]
    raw += [(16, str(pieces)), (17, str(piece))] if master else []
    return Header(kind, tuple(raw))


def found(*headers):
    return [DumpFile(FileName("D", f"f{number}"), item, True) for number, item in enumerate(headers, 1)]


@pytest.mark.parametrize(
    ("text", "directory", "expected"),
    [
        ("a.dmp", "D", ("D", "a.dmp")),
        ("E:a.dmp", "D", ("E", "a.dmp")),
        ("Lower Case:a b.dmp", None, ("Lower Case", "a b.dmp")),
        ("a.dmp", None, None),
        ("https://objectstorage/a.dmp", None, None),
        ("https://objectstorage/a.dmp", "D", ("D", "https://objectstorage/a.dmp")),
    ],
)
def test_a_name_may_have_a_directory_object_in_front(text, directory, expected):
    named = file_name(text, directory)
    assert (named and (named.directory, named.name)) == expected


def test_counters_stand_for_a_series():
    names = [item.name for item in FileName("D", "a%Ub%u.dmp").series()]
    assert (names[0], names[1], names[-1], len(names)) == ("a01b01.dmp", "a02b02.dmp", "a99b99.dmp", 99)
    names = [item.name for item in FileName("D", "a%l.dmp").series()]
    assert (names[0], names[98], names[99], len(names)) == ("a01.dmp", "a99.dmp", "a100.dmp", 1000)
    assert [item.name for item in FileName("D", "a%x.dmp").series()] == ["a%x.dmp"]


def test_parts_of_a_date():
    named = FileName("D", "a_%T_%y%M%d_%U.dmp")
    assert named.needs_date
    assert named.on(datetime.date(2026, 1, 5)) == FileName("D", "a_20260105_20260105_%U.dmp")
    assert not FileName("D", "a%U.dmp").needs_date


def test_items_in_words():
    items = {
        1: "4.1", 2: "1", 3: "GUID", 4: "2", 5: "873", 6: "Thu Jan 15 03:00:00 2026", 7: "2", 8: '"SCOTT"."NIGHT 1"',
        9: "x86_64", 10: "db1:SALES", 11: "AL32UTF8", 12: "4096", 13: "1", 14: "0", 15: "19.00.00.00.00", 16: "1",
        17: "1", 18: "0", 19: "0", 20: "0", 21: "0", 22: "2", 23: "3", 24: "0", 99: "new",
    }  # fmt: skip
    out = {"out_kind": 1, "out_items": "".join(f"{code}\x1f{value}\x1e" for code, value in items.items())}
    got = header_of(out)
    assert got.kind == "datapump"
    assert got.items == {
        "file_version": "4.1", "master_present": True, "guid": "GUID", "file_number": 2, "charset_id": 873,
        "creation_date": "2026-01-15T03:00:00", "flags": 2, "platform": "x86_64", "instance": "db1:SALES",
        "language": "AL32UTF8", "block_size": 4096, "direct_path": True, "metadata_compressed": False,
        "database_version": "19.00.00.00.00", "master_piece_count": 1, "master_piece_number": 1,
        "data_compressed": False, "metadata_encrypted": False, "data_encrypted": False, "columns_encrypted": False,
        "encryption_mode": "none", "compression_algorithm": "basic", "hadoop_trailers": False,
        "job_owner": "SCOTT", "job_name": "NIGHT 1",
    }  # fmt: skip
    assert got.named[-1] == {"code": 99, "name": None, "value": "new"}
    assert got.named[0] == {"code": 1, "name": "file_version", "value": "4.1"}


def test_what_is_written_in_an_unknown_way_stays_as_it_is():
    pairs = ((2, "maybe"), (4, "x"), (6, "yesterday"), (8, "JOB"), (13, ""), (22, "9"))
    assert Header("datapump", pairs).items == {
        "master_present": "maybe", "file_number": "x", "creation_date": "yesterday", "direct_path": None,
        "encryption_mode": "9", "job_owner": None, "job_name": "JOB",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "kind"), [(0, "unknown"), (1, "datapump"), (2, "classic_export"), (3, "external_table"), (7, "unknown")]
)
def test_file_types(code, kind):
    assert header_of({"out_kind": code, "out_items": None}) == Header(kind, ())


def test_a_whole_set():
    files = found(header(1, master=False), header(2), header(3, master=False))
    assert completeness(files, all_named=True).complete is True
    judged = completeness(files, all_named=False)
    assert (judged.complete, judged.reasons) == (None, (MAY_BE_MORE,))


@pytest.mark.parametrize(
    "files",
    [
        [],
        found(header(1, master=False), header(2, master=False)),
        found(header(1), header(3, master=False)),
        found(header(2)),
        found(header(1), header(2, guid="H", master=False)),
        found(header(1), header(1, master=False)),
        found(header(1, pieces=2)),
        found(header(1, kind="classic_export")),
        found(header(1, kind="unknown")),
        [*found(header(1)), DumpFile(FileName("D", "x"), None, False, "missing", "")],
    ],
)
def test_a_set_that_is_not_whole(files):
    judged = completeness(files, all_named=True)
    assert judged.complete is False
    assert judged.reasons


def test_pieces_of_the_master_table_in_several_files():
    files = found(header(1, piece=2, pieces=2), header(2, piece=1, pieces=2))
    assert completeness(files, all_named=True).complete is True


def test_what_could_not_be_read_leaves_it_open():
    unread = DumpFile(FileName("D", "x"), None, None, "no_right", "no right")
    judged = completeness([*found(header(1)), unread], all_named=True)
    assert (judged.complete, judged.reasons) == (None, ("x: no right",))
    # A number that is missing may be that of the file that could not be read.
    assert completeness([*found(header(2)), unread], all_named=True).complete is None
    # What else stands against it is certain all the same.
    assert completeness([*found(header(1), header(1)), unread], all_named=True).complete is False


def info(number=1):
    return (DUMP_FILE_INFO, {"out_kind": 1, "out_items": f"4\x1f{number}\x1e"})


def exists(answer):
    return (_file_gateway.EXISTS, answer if isinstance(answer, Exception) else [{"file_exists": answer}])


def looked_at(name, *script):
    session = ScriptedSession(*script)
    files = ServerFiles(FileGateway(session), "DPCLEAN")
    looked = _dumpfile.look_at_series(files, FileName("D", name))
    session.finish()
    return looked, [binds["wanted_file"] for binds in session.binds]


def test_a_series_ends_where_a_file_is_missing():
    looked, asked = looked_at("a%U", info(), info(2), (DUMP_FILE_INFO, NOTHING_KNOWN), exists(0))
    assert [item.file.name for item in looked] == ["a01", "a02"]
    assert asked == ["a01", "a02", "a03", "a03"]


def test_a_series_without_a_first_file():
    (looked,), _asked = looked_at("a%U", (DUMP_FILE_INFO, NOTHING_KNOWN), exists(0))
    assert (looked.file.name, looked.exists, looked.reason) == ("a01", False, "missing")


def test_a_file_of_the_series_that_is_unreadable_is_not_its_end():
    looked, _asked = looked_at("a%U", info(), (DUMP_FILE_INFO, NOTHING_KNOWN), exists(1))
    assert [(item.file.name, item.reason) for item in looked] == [("a01", None), ("a02", "unreadable")]


@pytest.mark.parametrize(
    ("code", "reason"), [("ORA-22285", "no_directory"), ("ORA-22286", "no_right"), ("ORA-22287", "no_directory")]
)
def test_a_missing_right_is_named(code, reason):
    refusal = DatabaseError((code,), code)
    (looked,), _asked = looked_at("a", (DUMP_FILE_INFO, NOTHING_KNOWN), exists(refusal))
    assert (looked.exists, looked.reason) == (None, reason)
    assert "GRANT READ ON DIRECTORY D TO DPCLEAN" in looked.text


def test_an_error_about_something_else_is_raised():
    ended = DatabaseError(("ORA-31626", "DPY-4011"), "the session ended in the middle of a call")
    scripts = ([(DUMP_FILE_INFO, LOST)], [(DUMP_FILE_INFO, ended)], [(DUMP_FILE_INFO, NOTHING_KNOWN), exists(LOST)])
    for script in scripts:
        with pytest.raises(DatabaseError):
            looked_at("a", *script)
