# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of files of the database server, and what stands between a session and them."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _file_gateway
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._file_gateway import FileGateway
from ansible_collections.dbops.datapump.plugins.module_utils._server_files import (
    MOST_BYTES,
    Look,
    ServerFiles,
    last_lines,
)
from ansible_collections.dbops.datapump.tests.unit.scripted import ScriptedSession


def refusal(code):
    return DatabaseError((code,), f"{code}: text")


def end_of(*script):
    session = ScriptedSession(*script)
    look = ServerFiles(FileGateway(session), "Odd Name").end("D", "a.log", 10**9)
    session.finish()
    return look, session.binds


def test_no_more_is_read_than_the_limit():
    look, binds = end_of((_file_gateway.LOCATOR, (5, b"lines")))
    assert (look.exists, look.size_bytes, look.end, look.reason) == (True, 5, b"lines", None)
    assert binds == [{"wanted_directory": "D", "wanted_file": "a.log", "most": MOST_BYTES}]


@pytest.mark.parametrize(("answer", "expected"), [(0, (False, "missing")), (1, (True, "failed"))])
def test_a_file_that_cannot_be_opened_need_not_be_missing(answer, expected):
    look, _binds = end_of(
        (_file_gateway.LOCATOR, refusal("ORA-22288")), (_file_gateway.EXISTS, [{"file_exists": answer}])
    )
    assert (look.exists, look.reason) == expected


def test_the_grant_names_the_user_as_a_statement_must():
    look, _binds = end_of((_file_gateway.LOCATOR, refusal("ORA-22286")))
    assert (look.exists, look.reason) == (None, "no_right")
    assert look.text.endswith('GRANT READ ON DIRECTORY D TO "Odd Name"')


def test_an_error_about_something_else_is_raised():
    with pytest.raises(DatabaseError):
        end_of((_file_gateway.LOCATOR, refusal("ORA-01013")))


@pytest.mark.parametrize(
    ("data", "size", "most", "expected"),
    [
        (b"a\nb\nc\n", 6, 2, (["b", "c"], True)),
        (b"a\nb\nc", 5, 9, (["a", "b", "c"], False)),
        (b"rt\nb\nc\n", 900, 9, (["b", "c"], True)),
        (b"", 0, 9, ([], False)),
        (b"a\r\nb\r\n", 6, 9, (["a", "b"], False)),
        ("Grüße\n".encode("latin-1"), 6, 9, (["Gr\ufffd\ufffde"], False)),
        (b"a\n", 2, 0, ([], True)),
    ],
)
def test_last_lines(data, size, most, expected):
    assert last_lines(Look("D", "a", True, size_bytes=size, end=data), "utf-8", most) == expected
