# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""GET_DUMPFILE_INFO on what an export has written, and on other files."""

from __future__ import annotations

import pytest

INFO = """
DECLARE
  items KU$_DUMPFILE_INFO;
  text  VARCHAR2(32767);
BEGIN
  DBMS_DATAPUMP.GET_DUMPFILE_INFO(:name, :directory, items, :kind);
  FOR i IN 1 .. items.COUNT LOOP
    text := text || items(i).item_code || '=' || items(i).value || CHR(10);
  END LOOP;
  :items := text;
END;"""


def info(pump, name: str, directory: str = "DUMPS") -> tuple[int, dict[int, str]]:
    with pump.connection.cursor() as cursor:
        kind, items = cursor.var(int), cursor.var(str, size=32767)
        cursor.execute(INFO, {"name": name, "directory": directory, "kind": kind, "items": items})
        pairs = (line.split("=", 1) for line in (items.getvalue() or "").splitlines())
        return kind.getvalue(), {int(code): value for code, value in pairs}


def test_the_items_of_a_dump_file(servers, scott) -> None:
    scott.open(job_name="NIGHTLY", version="12.1").file("a.dmp").parameter("COMPRESSION", "ALL").start().wait()
    kind, items = info(scott, "a.dmp")
    assert kind == 1
    assert sorted(items) == list(range(1, 25))
    assert (items[1], items[2], items[4], items[8]) == ("4.1", "1", "1", '"SCOTT"."NIGHTLY"')
    assert (items[6], items[10], items[15]) == ("Thu Jan 15 03:00:00 2026", "db1.example.com:SRC", "12.01.00.00.00")
    assert (items[12], items[14], items[18], items[22], items[23]) == ("4096", "1", "1", "2", "3")


def test_one_file_of_a_set_has_the_master_table(servers, scott) -> None:
    scott.open().file("p%U.dmp").call("SET_PARALLEL", degree=2).start().wait()
    parts = [info(scott, name)[1] for name in ("p01.dmp", "p02.dmp")]
    assert [part[2] for part in parts] == ["0", "1"]
    assert parts[0][3] == parts[1][3]
    assert [part[4] for part in parts] == ["1", "2"]


def test_other_files_and_none(servers, scott, refused) -> None:
    files = servers.database().files
    files.write("/dumps/notes.txt", b"anything")
    files.write("/dumps/old.dmp", b"\x03EXPORT:V11.02.00\n")
    assert info(scott, "notes.txt") == (0, {})
    kind, items = info(scott, "old.dmp")
    assert kind == 2 and set(items) == {5, 13, 15}
    with refused(39211):
        info(scott, "none.dmp")
    with refused(39211):
        info(scott, "a.dmp", "NOWHERE")


@pytest.mark.parametrize(("password", "mode"), [(None, "2"), ("quiet", "3")])
def test_the_encryption_mode(servers, scott, password, mode) -> None:
    scott.open().file("a.dmp")
    if password:
        scott.parameter("ENCRYPTION_PASSWORD", password)
    scott.start().wait()
    assert info(scott, "a.dmp")[1][22] == mode
