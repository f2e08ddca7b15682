# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Object types and collections, as the real driver asks for them, sends and receives them."""

from __future__ import annotations

import contextlib
import datetime
from typing import Any

import oracledb
import pytest
import yaml
from file_world import Connect, code_of

from simora import scenario
from simora.wire.server import Server
from simora.world.listener import Listener


def plain(value: Any) -> Any:
    """An object as a dict, a collection as a list."""
    if not isinstance(value, oracledb.DbObject):
        return value
    if value.type.iscollection:
        return [plain(item) for item in value.aslist()]
    return {attribute.name: plain(getattr(value, attribute.name)) for attribute in value.type.attributes}


def names(declared: Any) -> list[str]:
    return [attribute.name for attribute in declared.attributes]


def returned(connection: oracledb.Connection, type_name: str, block: str, **binds: Any) -> Any:
    """What a block puts into :result."""
    cursor = connection.cursor()
    result = cursor.var(connection.gettype(type_name))
    cursor.execute(block, result=result, **binds)
    return result.getvalue()


def test_the_generic_name_leads_to_the_newest_version(connection: oracledb.Connection) -> None:
    for name in ("KU$_STATUS", "ku$_status", "SYS.KU$_STATUS", "SYS.KU$_STATUS1220", '"SYS"."KU$_STATUS1220"'):
        declared = connection.gettype(name)
        assert (declared.schema, declared.name, declared.iscollection) == ("SYS", "KU$_STATUS1220", False)
    assert names(declared) == ["MASK", "WIP", "JOB_DESCRIPTION", "JOB_STATUS", "ERROR"]
    status = declared.attributes[3].type
    assert names(status)[-3:] == ["HEARTBEAT", "WORKER_STATUS_LIST", "FILES"]
    worker = status.attributes[-2].type.element_type
    assert (worker.name, names(worker)[-1]) == ("KU$_WORKERSTATUS1220", "OBJ_STATUS")
    assert worker.attributes[1].max_size == 128


def test_types_that_are_not_there(connection: oracledb.Connection, connect: Connect) -> None:
    for name in ("NOTHING", "SYS.NOTHING", "SCOTT.KU$_STATUS", "a b", "DUAL", "KU$_STATUS2000"):
        with pytest.raises(oracledb.DatabaseError, match="DPY-2035"):
            connection.gettype(name)


@pytest.mark.parametrize(("release", "newest"), [("12.1", "1210"), ("19c", "1220"), ("23ai", "1220")])
def test_a_release_has_its_versions(release: str, newest: str) -> None:
    listener = Listener()
    database = {"name": "X", "release": release, "services": ["x"], "pdbs": [{"name": "P", "services": ["p"]}]}
    scenario.add(listener, yaml.safe_load(yaml.safe_dump({"version": 1, "databases": [database]})))
    server = Server(listener)
    server.start()
    try:
        for service in ("x", "p"):
            dsn = f"127.0.0.1:{server.port}/{service}"
            with contextlib.closing(oracledb.connect(user="system", password="manager", dsn=dsn)) as client:
                assert client.gettype("KU$_JOBSTATUS").name == f"KU$_JOBSTATUS{newest}"
                rows = client.cursor().execute(
                    "select type_name from all_types where type_name like 'KU$\\_STATUS%' escape '\\' order by 1"
                )
                known = ["1010", "1020", "1120", "1210", "1220"]
                assert [name for (name,) in rows] == [
                    f"KU$_STATUS{version}" for version in known[: known.index(newest) + 1]
                ]
    finally:
        server.stop()


def test_types_in_the_dictionary(connection: oracledb.Connection) -> None:
    cursor = connection.cursor()
    cursor.execute(
        "select attr_name, attr_type_owner, attr_type_name, length from all_type_attrs"
        " where owner = 'SYS' and type_name = 'KU$_DUMPFILE_ITEM' order by attr_no"
    )
    assert cursor.fetchall() == [("ITEM_CODE", None, "NUMBER", None), ("VALUE", None, "VARCHAR2", 2048)]
    cursor.execute(
        "select coll_type, upper_bound, elem_type_owner, elem_type_name from all_coll_types"
        " where type_name in ('KU$_DUMPFILE_INFO', 'ODCINUMBERLIST') order by type_name"
    )
    assert cursor.fetchall() == [
        ("TABLE", None, "SYS", "KU$_DUMPFILE_ITEM"),
        ("VARYING ARRAY", 32767, None, "NUMBER"),
    ]


def test_an_object_comes_back(connection: oracledb.Connection) -> None:
    lines = "ku$_logentry(ku$_logline(1, 39001, 'first'), ku$_logline(2, null, rpad('x', 2000, 'y')), null)"
    block = f"begin :result := ku$_status(9, {lines}, null, null, ku$_logentry()); end;"
    assert plain(returned(connection, "KU$_STATUS", block)) == {
        "MASK": 9,
        "WIP": [
            {"LOGLINENUMBER": 1, "ERRORNUMBER": 39001, "LOGTEXT": "first"},
            {"LOGLINENUMBER": 2, "ERRORNUMBER": None, "LOGTEXT": "x" + 1999 * "y"},
            None,
        ],
        "JOB_DESCRIPTION": None,
        "JOB_STATUS": None,
        "ERROR": [],
    }
    assert returned(connection, "KU$_STATUS", "begin :result := null; end;") is None


def test_objects_inside_objects(connection: oracledb.Connection) -> None:
    block = (
        "declare d ku$_jobdesc; s ku$_status; begin"
        " d := ku$_jobdesc('J', hextoraw('00FF'), 'EXPORT', null, null, 'SCOTT', null, null, null, null, null, null,"
        " null, null, 4711.5, null, timestamp '2026-01-15 03:04:05', null, null, null, null, null, null, null, null,"
        " null, null, null, null, null, null, null, ku$_paramvalues(ku$_paramvalue('P', null, null, 1, 2, 't')));"
        " :result := ku$_status(2, null, d, null, null); end;"
    )
    description = plain(returned(connection, "KU$_STATUS", block))["JOB_DESCRIPTION"]
    assert (description["JOB_NAME"], description["GUID"], description["SCN"]) == ("J", b"\0\xff", 4711.5)
    assert description["START_TIME"] == datetime.datetime(2026, 1, 15, 3, 4, 5)
    assert description["PARAMS"] == [
        {
            "PARAM_NAME": "P",
            "PARAM_OP": None,
            "PARAM_TYPE": None,
            "PARAM_LENGTH": 1,
            "PARAM_VALUE_N": 2,
            "PARAM_VALUE_T": "t",
        }
    ]


def test_objects_go_in(connection: oracledb.Connection) -> None:
    entry, line = connection.gettype("KU$_LOGENTRY"), connection.gettype("KU$_LOGLINE")
    first = line.newobject()
    first.LOGLINENUMBER, first.LOGTEXT = 7, "Grüße" * 200
    status = connection.gettype("KU$_STATUS").newobject()
    status.MASK = 1
    status.WIP = entry.newobject([first, line.newobject()])
    block = (
        "declare s ku$_status := :given; begin s.mask := s.mask + s.wip.count; s.error := s.wip;"
        " s.error(2).logtext := s.wip(1).logtext; s.error.extend; :result := s; end;"
    )
    found = plain(returned(connection, "KU$_STATUS", block, given=status))
    empty = dict.fromkeys(("LOGLINENUMBER", "ERRORNUMBER", "LOGTEXT"))
    text = {"LOGTEXT": "Grüße" * 200}
    assert found["MASK"] == 3
    assert found["WIP"] == [{**empty, **text, "LOGLINENUMBER": 7}, empty]
    assert found["ERROR"] == [found["WIP"][0], {**empty, **text}, None]


def test_the_same_object_in_and_out(connection: oracledb.Connection) -> None:
    numbers = connection.gettype("SYS.ODCINUMBERLIST")
    cursor = connection.cursor()
    variable = cursor.var(numbers)
    for given in ([1, 2.5, None], [], list(range(300))):
        variable.setvalue(0, numbers.newobject(given))
        cursor.execute(
            "declare n sys.odcinumberlist := :v; begin n.extend; n(n.count) := n.count; :v := n; end;", v=variable
        )
        assert plain(variable.getvalue()) == [*given, len(given) + 1]


def test_collections_of_text_and_dates(connection: oracledb.Connection) -> None:
    words = connection.gettype("ODCIVARCHAR2LIST").newobject(["a", None, "z" * 4000])
    moments = connection.gettype("ODCIDATELIST").newobject([datetime.datetime(1999, 12, 31, 23, 59, 59)])
    assert plain(returned(connection, "ODCIVARCHAR2LIST", "begin :result := :w; end;", w=words)) == words.aslist()
    assert plain(returned(connection, "ODCIDATELIST", "begin :result := :m; end;", m=moments)) == moments.aslist()


def test_lengths_around_the_limit_of_the_short_form(connection: oracledb.Connection) -> None:
    words = connection.gettype("ODCIVARCHAR2LIST").newobject([length * "x" for length in range(240, 260)])
    assert plain(returned(connection, "ODCIVARCHAR2LIST", "begin :result := :w; end;", w=words)) == words.aslist()


def test_what_does_not_fit_is_refused(connection: oracledb.Connection) -> None:
    words = connection.gettype("ODCIVARCHAR2LIST").newobject(["a"])
    with pytest.raises(oracledb.DatabaseError, match="ORA-06502"):
        returned(connection, "KU$_STATUS", "begin :result := :w; end;", w=words)
    cursor = connection.cursor()
    assert code_of(cursor.execute, "declare s ku$_logline := :w; begin null; end;", w=words) == 6502
