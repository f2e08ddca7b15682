# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Functions about the session, the server's time and files, and hashes."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from ...errors import OraError
from ...values import BFILE, DATE, NUMBER, RAW, TIMESTAMP, TIMESTAMP_TZ, OraType, ServerFile, varchar2
from ..datatypes import BYTES, CHARACTER, DATE_FAMILY, NUMERIC, TIMESTAMP_FAMILY, ZONED
from .conversion import session_zone
from .library import function
from .number_values import Number


@function("SYSDATE", returns=DATE, with_session=True)
def sysdate(session: Any) -> datetime.datetime:
    return session.now()


@function("SYSTIMESTAMP", returns=TIMESTAMP_TZ, with_session=True)
@function("CURRENT_TIMESTAMP", returns=TIMESTAMP_TZ, with_session=True)
def systimestamp(session: Any) -> datetime.datetime:
    return session.systimestamp()


@function("CURRENT_DATE", returns=DATE, with_session=True)
def current_date(session: Any) -> datetime.datetime:
    value: datetime.datetime = session.systimestamp()
    return value.replace(microsecond=0, tzinfo=None)


@function("LOCALTIMESTAMP", returns=TIMESTAMP, with_session=True)
def localtimestamp(session: Any) -> datetime.datetime:
    value: datetime.datetime = session.systimestamp()
    return value.replace(tzinfo=None)


@function("SESSIONTIMEZONE", returns=varchar2(75), with_session=True)
@function("DBTIMEZONE", returns=varchar2(6), with_session=True)
def sessiontimezone(session: Any) -> str:
    seconds = int((session_zone(session).utcoffset(None) or datetime.timedelta()).total_seconds())
    return f"{'-' if seconds < 0 else '+'}{abs(seconds) // 3600:02d}:{abs(seconds) // 60 % 60:02d}"


@function("FROM_TZ", TIMESTAMP_FAMILY, CHARACTER, returns=TIMESTAMP_TZ)
@function("$AT_ZONE", ZONED, CHARACTER, returns=TIMESTAMP_TZ)
def at_zone(value: datetime.datetime, zone: str) -> datetime.datetime:
    """Offsets and UTC only. Raises OraError 1882 for a region."""
    if zone.upper() in ("UTC", "GMT", "Z"):
        tzinfo = datetime.timezone.utc
    else:
        sign, (hours, _colon, minutes) = zone[0], zone[1:].partition(":")
        if sign not in "+-" or not hours.isdigit() or not (minutes or "0").isdigit():
            raise OraError(1882)
        offset = datetime.timedelta(hours=int(hours), minutes=int(minutes or 0))
        tzinfo = datetime.timezone(-offset if sign == "-" else offset)
    return value.replace(tzinfo=tzinfo) if value.tzinfo is None else value.astimezone(tzinfo)


@function("$AT_LOCAL", ZONED, returns=TIMESTAMP_TZ, with_session=True)
def at_local(session: Any, value: datetime.datetime) -> datetime.datetime:
    return value.astimezone(session_zone(session))


@function("USER", returns=varchar2(128), with_session=True)
def user(session: Any) -> str:
    return session.session_user


@function("UID", returns=NUMBER, with_session=True)
def uid(session: Any) -> int:
    return int(session.context("USERENV", "SESSION_USERID"))


@function("SYS_CONTEXT", CHARACTER, CHARACTER, NUMERIC, required=2, returns=varchar2(256), with_session=True)
def sys_context(session: Any, namespace: str, attribute: str, length: Number = 256) -> str | None:
    value: str | None = session.context(namespace.upper(), attribute.upper())
    return value[: int(length)] if value is not None else None


_USERENV = {
    "SESSIONID": "SESSIONID", "SID": "SID", "INSTANCE": "INSTANCE", "LANGUAGE": "LANGUAGE", "LANG": "LANG",
    "TERMINAL": "TERMINAL", "CLIENT_INFO": "CLIENT_INFO", "ISDBA": "ISDBA", "ENTRYID": "ENTRYID",
}  # fmt: skip


@function("USERENV", CHARACTER, returns=varchar2(256), with_session=True)
def userenv(session: Any, attribute: str) -> str | None:
    """Raises OraError 2003."""
    if attribute.upper() not in _USERENV:
        raise OraError(2003)
    return session.context("USERENV", _USERENV[attribute.upper()])


@function("SYS_GUID", returns=OraType("RAW", 16), with_session=True, deterministic=False)
def sys_guid(session: Any) -> bytes:
    """Unique in the database and the same in every run of a scenario."""
    database = session.database
    return hashlib.md5(f"{database.name}/{database.sql_environment.next_number()}".encode()).digest()


@function("BFILENAME", CHARACTER, CHARACTER, returns=BFILE)
def bfilename(directory: str, name: str) -> ServerFile:
    """A locator is made without a look at the directory or the file."""
    return ServerFile(directory, name)


_ALGORITHMS = {"SHA1": "sha1", "SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512", "MD5": "md5"}


@function("STANDARD_HASH", CHARACTER, CHARACTER, required=1, returns=OraType("RAW", 64), strict=False)
def standard_hash(text: str | None, algorithm: str | None = "SHA1") -> bytes:
    return hash_bytes((text or "").encode(), algorithm)


@function("STANDARD_HASH", BYTES, CHARACTER, required=1, returns=OraType("RAW", 64), strict=False)
def hash_bytes(value: bytes | None, algorithm: str | None = "SHA1") -> bytes:
    """Raises OraError 46003 for an unknown algorithm."""
    name = _ALGORITHMS.get((algorithm or "").upper())
    if name is None:
        raise OraError(46003)
    return hashlib.new(name, value or b"").digest()


@function("STANDARD_HASH", NUMERIC, CHARACTER, required=1, returns=RAW)
@function("STANDARD_HASH", DATE_FAMILY, CHARACTER, required=1, returns=RAW)
@function("STANDARD_HASH", TIMESTAMP_FAMILY, CHARACTER, required=1, returns=RAW)
def hash_of_internal_form(_value: object, _algorithm: str = "SHA1") -> bytes:
    """Oracle hashes the bytes of its internal form, which is not held here."""
    raise OraError(3001)
