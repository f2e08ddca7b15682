# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The items of a dump file's header in words, and the block that asks for them (GET_DUMPFILE_INFO)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

FIELD_END, RECORD_END = "\x1f", "\x1e"

DUMP_FILE_INFO = """
DECLARE
  found SYS.KU$_DUMPFILE_INFO;
  kind NUMBER;
  listed VARCHAR2(32767);
BEGIN
  SYS.DBMS_DATAPUMP.GET_DUMPFILE_INFO(
    filename => :wanted_file, directory => :wanted_directory, info_table => found, filetype => kind);
  IF found IS NOT NULL THEN
    FOR number_of_item IN 1 .. found.COUNT LOOP
      listed := listed || found(number_of_item).item_code || CHR(31) || found(number_of_item).value || CHR(30);
    END LOOP;
  END IF;
  :out_kind := kind;
  :out_items := listed;
END;
"""
"""Reads the header of one file and changes nothing. The items come as code and value in one text."""

DATA_PUMP = "datapump"
FILE_TYPES = {0: "unknown", 1: DATA_PUMP, 2: "classic_export", 3: "external_table"}
_ENCRYPTION_MODES = {1: "unknown", 2: "none", 3: "password", 4: "dual", 5: "transparent"}
_COMPRESSION_ALGORITHMS = {1: "unknown", 2: "none", 3: "basic", 4: "low", 5: "medium", 6: "high"}
_JOB = re.compile(r'"((?:[^"])+)"\."((?:[^"])+)"')
_CREATED_FORMATS = ("%a %b %d %H:%M:%S %Y", "%d-%b-%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S")


def _number(text: str) -> Any:
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def _flag(text: str) -> Any:
    return bool(int(text)) if text in ("0", "1") else text


def _word(words: dict[int, str]) -> Callable[[str], Any]:
    return lambda text: words.get(int(text), text) if text.isdigit() else text


def _moment(text: str) -> Any:
    """ISO 8601, or the text as it came when it is written in a way that is not known."""
    for form in _CREATED_FORMATS:
        try:
            return datetime.datetime.strptime(text, form).isoformat()
        except ValueError:
            continue
    return text


_ITEMS: dict[int, tuple[str, Callable[[str], Any]]] = {
    1: ("file_version", str),
    2: ("master_present", _flag),
    3: ("guid", str),
    4: ("file_number", _number),
    5: ("charset_id", _number),
    6: ("creation_date", _moment),
    7: ("flags", _number),
    8: ("job", str),
    9: ("platform", str),
    10: ("instance", str),
    11: ("language", str),
    12: ("block_size", _number),
    13: ("direct_path", _flag),
    14: ("metadata_compressed", _flag),
    15: ("database_version", str),
    16: ("master_piece_count", _number),
    17: ("master_piece_number", _number),
    18: ("data_compressed", _flag),
    19: ("metadata_encrypted", _flag),
    20: ("data_encrypted", _flag),
    21: ("columns_encrypted", _flag),
    22: ("encryption_mode", _word(_ENCRYPTION_MODES)),
    23: ("compression_algorithm", _word(_COMPRESSION_ALGORITHMS)),
    24: ("hadoop_trailers", _flag),
}
"""What each item code means (PL/SQL Packages and Types Reference, "DBMS_DATAPUMP", "GET_DUMPFILE_INFO")."""


@dataclass(frozen=True)
class Header:
    """What a file is by its header. `kind` is one of FILE_TYPES; `raw` has the items as they came, in their order."""

    kind: str
    raw: tuple[tuple[int, str], ...]

    @property
    def items(self) -> dict[str, Any]:
        """The items by name. Job names are split; an item that the release does not write is left out."""
        found: dict[str, Any] = {}
        for code, text in self.raw:
            if code in _ITEMS:
                name, convert = _ITEMS[code]
                found[name] = convert(text) if text else None
        match = _JOB.fullmatch(found.pop("job", None) or "")
        if match:
            found["job_owner"], found["job_name"] = match.groups()
        elif any(code == 8 for code, dummy in self.raw):
            found["job_owner"], found["job_name"] = None, dict(self.raw)[8] or None
        return found

    @property
    def named(self) -> list[dict[str, Any]]:
        """Every item with its code, the name it has here, and its text; unknown codes have no name."""
        return [
            {"code": code, "name": _ITEMS[code][0] if code in _ITEMS else None, "value": text}
            for code, text in self.raw
        ]


def header_of(out: dict[str, Any]) -> Header:
    """The header from the OUT binds of the block."""
    pairs = [record.partition(FIELD_END) for record in (out["out_items"] or "").split(RECORD_END) if record]
    code = int(out["out_kind"] or 0)
    raw = tuple((int(number), value) for number, dummy, value in pairs)
    return Header(FILE_TYPES.get(code, "unknown"), raw)
