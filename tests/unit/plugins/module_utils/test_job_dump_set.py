# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether dump files are the whole set of one job: by their headers, which are all that is read of them."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._decide_start import DumpSet
from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_items import DUMP_FILE_INFO, Header
from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_names import FileName
from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_set import DumpFile
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._file_gateway import EXISTS
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Call, Definition, File
from ansible_collections.dbops.datapump.plugins.module_utils._job_dump_set import assess, dump_set_of
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_log import errors_among
from ansible_collections.dbops.datapump.plugins.module_utils._job_status import Message
from ansible_collections.dbops.datapump.tests.unit.scripted import ScriptedSession

MASTER_PRESENT, GUID, FILE_NUMBER, JOB_NAME, PIECE_COUNT, PIECE_NUMBER = 2, 3, 4, 8, 16, 17
JOB = '"HR"."NIGHTLY"'
FIRST = {MASTER_PRESENT: "1", GUID: "A1", FILE_NUMBER: "1", JOB_NAME: JOB, PIECE_COUNT: "1", PIECE_NUMBER: "1"}
SECOND = {**FIRST, MASTER_PRESENT: "0", FILE_NUMBER: "2"}
MISSING = DatabaseError(("ORA-39211",), "ORA-39211: unable to retrieve dumpfile information as specified")


def there(name, items, kind="datapump"):
    return DumpFile(FileName("DUMPS", name), Header(kind, tuple(items.items())), True)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([], (DumpSet.NONE, None)),
        ([DumpFile(FileName("DUMPS", "a"), None, False)], (DumpSet.NONE, None)),
        ([there("a", FIRST)], (DumpSet.COMPLETE, None)),
        ([there("a", FIRST), there("b", SECOND)], (DumpSet.COMPLETE, None)),
        ([there("a", FIRST), DumpFile(FileName("DUMPS", "b"), None, False)], (DumpSet.COMPLETE, None)),
        ([there("b", SECOND)], (DumpSet.OTHER, "b")),
        ([there("a", {**FIRST, MASTER_PRESENT: "0"})], (DumpSet.OTHER, "a")),
        ([there("a", {**FIRST, PIECE_COUNT: "2"})], (DumpSet.OTHER, "a")),
        ([there("a", FIRST), there("b", {**SECOND, GUID: "B2"})], (DumpSet.OTHER, "a")),
        ([there("a", FIRST), there("b", {**SECOND, FILE_NUMBER: "3"})], (DumpSet.OTHER, "a")),
        ([there("a", FIRST), there("b", {**SECOND, JOB_NAME: '"HR"."OTHER"'})], (DumpSet.OTHER, "b")),
        ([there("a", {}, "unknown")], (DumpSet.OTHER, "a")),
        ([DumpFile(FileName("DUMPS", "a"), None, True, "unreadable")], (DumpSet.OTHER, "a")),
        ([DumpFile(FileName("DUMPS", "a"), None, None, "no_right")], (None, None)),
    ],
)
def test_only_the_whole_set_of_this_job_counts(files, expected):
    assert assess(files, "HR", "NIGHTLY") == expected


def info(header):
    items = "".join(f"{code}\x1f{value}\x1e" for code, value in header.items())
    return (DUMP_FILE_INFO, {"out_kind": 1, "out_items": items})


GONE = ((DUMP_FILE_INFO, MISSING), (EXISTS, [{"file_exists": 0}]))


def looked_for(*script, files=("n_%U.dmp",), name="NIGHTLY", directory="DUMPS"):
    session = ScriptedSession(*script)
    listed = tuple(File("dump", directory, file) for file in files)
    definition = Definition("EXPORT", "SCHEMA", name, "HR", None, "COMPATIBLE", (), Call("START_JOB"), listed)
    found = dump_set_of(JobGateway(session), definition, "HR", name)
    session.finish()
    return found, list(dict.fromkeys(binds["wanted_file"] for binds in session.binds))


@pytest.mark.parametrize(
    ("files", "script", "names"),
    [
        (("n_%U.dmp",), (info(FIRST), info(SECOND), *GONE), ["n_01.dmp", "n_02.dmp", "n_03.dmp"]),
        (("a.dmp", "b.dmp"), (info(FIRST), *GONE), ["a.dmp", "b.dmp"]),
    ],
)
def test_files_are_looked_for_by_the_names_that_they_get(files, script, names):
    assert looked_for(*script, files=files) == ((DumpSet.COMPLETE, None), names)


@pytest.mark.parametrize("changes", [{"files": ("n_%D.dmp",)}, {"name": None}, {"directory": None}, {"files": ()}])
def test_what_cannot_be_told_is_not_looked_for(changes):
    assert looked_for(**changes) == ((None, None), [])


def test_any_other_error_is_one():
    with pytest.raises(DatabaseError):
        looked_for((DUMP_FILE_INFO, DatabaseError(("DPY-4011",), "lost")))


def test_the_errors_of_a_log_come_with_their_causes():
    lines = [
        "Starting",
        "ORA-31684: Object type A already exists",
        "15-JAN-26 03:00:01.000: ORA-39083: Object type B failed to create with error:",
        "ORA-01918: user does not exist",
        "Failing sql is:",
        "GRANT ORA-1 TO X",
        "ORA-31684: Object type C already exists",
    ]
    assert errors_among(lines) == (
        Message("ORA-31684", "ORA-31684: Object type A already exists"),
        Message(
            "ORA-39083",
            "ORA-39083: Object type B failed to create with error:\nORA-01918: user does not exist",
        ),
        Message("ORA-31684", "ORA-31684: Object type C already exists"),
    )
