# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_LOB on BFILEs: asking for server files, opening, reading and loading them."""

from __future__ import annotations

from typing import Any

from ..errors import OraError
from ..supplied import Parameter
from ..values import BFILE, BLOB, CLOB, NUMBER, RAW, VARCHAR2, ServerFile
from .describe import Arguments, Body, function, integer, number, out, procedure

_LARGEST_AMOUNT = 32767
_WARN_INCONVERTIBLE = 1
# Character sets that a file may be said to have, by Oracle's number (Globalization Support Guide, appendix A).
_ENCODINGS = {0: "utf-8", 1: "ascii", 31: "latin-1", 46: "iso8859-15", 178: "cp1252", 871: "utf-8", 873: "utf-8"}
CONSTANTS: dict[str, object] = {
    "DEFAULT_CSID": 0,
    "DEFAULT_LANG_CTX": 0,
    "FILE_READONLY": 0,
    "LOB_READONLY": 0,
    "LOB_READWRITE": 1,
    "NO_WARNING": 0,
    "WARN_INCONVERTIBLE_CHAR": _WARN_INCONVERTIBLE,
}


def check_amount_and_offset(amount: Any, offset: Any) -> None:
    """Of READ. Raises OraError 21560 naming the argument."""
    if amount is None or not 1 <= amount <= _LARGEST_AMOUNT:
        raise OraError(21560, 2)
    if offset is None or offset < 1:
        raise OraError(21560, 3)


def _file(given: Arguments, name: str = "FILE_LOC") -> ServerFile:
    file = given[name]
    if not isinstance(file, ServerFile):
        raise OraError(22275)
    return file


def _fileexists(session: Any, given: Arguments) -> int | None:
    return None if given["FILE_LOC"] is None else int(session.files.exists(_file(given)))


def _fileopen(session: Any, given: Arguments) -> None:
    if given["OPEN_MODE"] != CONSTANTS["FILE_READONLY"]:
        raise OraError(21560, 2)
    given["FILE_LOC"] = session.files.open(_file(given))


def _fileclose(session: Any, given: Arguments) -> None:
    given["FILE_LOC"] = session.files.close(_file(given))


def _filecloseall(session: Any, given: Arguments) -> None:
    session.files.close_all()


def _fileisopen(session: Any, given: Arguments) -> int | None:
    return None if given["FILE_LOC"] is None else int(session.files.is_open(_file(given)))


def _filegetname(session: Any, given: Arguments) -> None:
    file = _file(given)
    given["DIR_ALIAS"], given["FILENAME"] = file.directory, file.name


def _getlength(session: Any, given: Arguments) -> int | None:
    return None if given["FILE_LOC"] is None else session.files.size(_file(given))


def _read(session: Any, given: Arguments) -> None:
    """Raises OraError 1403 behind the end, 22289 unless the file is open."""
    check_amount_and_offset(given["AMOUNT"], given["OFFSET"])
    piece = session.files.read(_file(given), int(given["OFFSET"]), int(given["AMOUNT"]))
    if not piece:
        raise OraError(1403)
    given["BUFFER"], given["AMOUNT"] = piece, len(piece)


def _substr(session: Any, given: Arguments) -> bytes | None:
    amount, offset = given["AMOUNT"], given["OFFSET"]
    if given["FILE_LOC"] is None or amount is None or offset is None:
        return None
    if not 1 <= amount <= _LARGEST_AMOUNT or offset < 1:
        return None
    piece: bytes = session.files.read(_file(given), int(offset), int(amount))
    return piece or None


def _loaded(session: Any, given: Arguments, file_name: str, amount: Any, offset: Any) -> bytes:
    """The piece of an open file that is copied into a LOB."""
    file = _file(given, file_name)
    if amount is None or amount < 1 or offset is None or offset < 1:
        raise OraError(21560, 3)
    rest = session.files.size(file) - int(offset) + 1
    if amount != _LOB_MAXIMUM and amount > rest:
        raise OraError(22993)
    piece: bytes = session.files.read(file, int(offset), max(min(int(amount), rest), 1))
    return piece


_LOB_MAXIMUM = 2**63 - 1  # DBMS_LOB.LOBMAXSIZE: all there is


def _loadblobfromfile(session: Any, given: Arguments) -> None:
    piece = _loaded(session, given, "SRC_BFILE", given["AMOUNT"], given["SRC_OFFSET"])
    start = _destination(given)
    target = given["DEST_LOB"] or b""
    given["DEST_LOB"] = target[:start].ljust(start, b"\0") + piece + target[start + len(piece) :]
    given["SRC_OFFSET"] += len(piece)
    given["DEST_OFFSET"] += len(piece)


def _loadfromfile(session: Any, given: Arguments) -> None:
    """Binary, whatever the LOB is; only a BLOB is played."""
    piece = _loaded(session, given, "SRC_LOB", given["AMOUNT"], given["SRC_OFFSET"])
    start = _destination(given)
    target = given["DEST_LOB"] or b""
    given["DEST_LOB"] = target[:start].ljust(start, b"\0") + piece + target[start + len(piece) :]


def _loadclobfromfile(session: Any, given: Arguments) -> None:
    """Raises OraError 1482 for a character set that is not played."""
    encoding = _ENCODINGS.get(int(given["BFILE_CSID"] or 0))
    if encoding is None:
        raise OraError(1482)
    piece = _loaded(session, given, "SRC_BFILE", given["AMOUNT"], given["SRC_OFFSET"])
    text = piece.decode(encoding, "replace")
    start = _destination(given)
    target = given["DEST_LOB"] or ""
    given["DEST_LOB"] = target[:start].ljust(start) + text + target[start + len(text) :]
    given["SRC_OFFSET"] += len(piece)
    given["DEST_OFFSET"] += len(text)
    given["WARNING"] = _WARN_INCONVERTIBLE if "\N{REPLACEMENT CHARACTER}" in text else CONSTANTS["NO_WARNING"]


def _destination(given: Arguments) -> int:
    """0-based position in the LOB."""
    offset = given["DEST_OFFSET"]
    if offset is None or offset < 1:
        raise OraError(21560, 4)
    return int(offset) - 1


_FILE = Parameter("FILE_LOC", BFILE)
_FILE_IN_OUT = out("FILE_LOC", BFILE, "IN OUT")


def _opening(name: str, body: Body) -> Any:
    return procedure(name, (_FILE_IN_OUT, integer("OPEN_MODE", CONSTANTS["FILE_READONLY"])), body)


SUBPROGRAMS = (
    _opening("FILEOPEN", _fileopen),
    _opening("OPEN", _fileopen),
    procedure("FILECLOSE", (_FILE_IN_OUT,), _fileclose),
    procedure("CLOSE", (_FILE_IN_OUT,), _fileclose),
    procedure("FILECLOSEALL", (), _filecloseall),
    function("FILEEXISTS", (_FILE,), NUMBER, _fileexists),
    function("FILEISOPEN", (_FILE,), NUMBER, _fileisopen),
    function("ISOPEN", (_FILE,), NUMBER, _fileisopen),
    procedure("FILEGETNAME", (_FILE, out("DIR_ALIAS", VARCHAR2), out("FILENAME", VARCHAR2)), _filegetname),
    function("GETLENGTH", (_FILE,), NUMBER, _getlength),
    procedure("READ", (_FILE, out("AMOUNT", NUMBER, "IN OUT"), integer("OFFSET"), out("BUFFER", RAW)), _read),
    function("SUBSTR", (_FILE, integer("AMOUNT", _LARGEST_AMOUNT), integer("OFFSET", 1)), RAW, _substr),
    procedure(
        "LOADBLOBFROMFILE",
        (
            out("DEST_LOB", BLOB, "IN OUT"), Parameter("SRC_BFILE", BFILE), number("AMOUNT"),
            out("DEST_OFFSET", NUMBER, "IN OUT"), out("SRC_OFFSET", NUMBER, "IN OUT"),
        ),
        _loadblobfromfile,
    ),
    procedure(
        "LOADCLOBFROMFILE",
        (
            out("DEST_LOB", CLOB, "IN OUT"), Parameter("SRC_BFILE", BFILE), number("AMOUNT"),
            out("DEST_OFFSET", NUMBER, "IN OUT"), out("SRC_OFFSET", NUMBER, "IN OUT"), number("BFILE_CSID"),
            out("LANG_CONTEXT", NUMBER, "IN OUT"), out("WARNING", NUMBER),
        ),
        _loadclobfromfile,
    ),
    procedure(
        "LOADFROMFILE",
        (
            out("DEST_LOB", BLOB, "IN OUT"), Parameter("SRC_LOB", BFILE), number("AMOUNT"),
            number("DEST_OFFSET", 1), number("SRC_OFFSET", 1),
        ),
        _loadfromfile,
    ),
)  # fmt: skip
