# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a dump file holds: a header block, then one record per exported object.

Oracle's own format is not published. This one has the same parts: a first block that identifies the file, and pieces
that the job wrote one after another. Values that JSON cannot hold are wrapped.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from typing import Any

from .pump_objects import PumpObject

BLOCK_SIZE = 4096
_MAGIC = b"SIMORA DATA PUMP "
_BYTES = "$bytes"


class NotADumpFile(Exception):
    """The bytes do not begin as a dump file of this kind does."""


@dataclasses.dataclass
class Header:
    """items: GET_DUMPFILE_INFO's, by item code. length: bytes of header and records, in a file that may be longer.

    job: the export's operation, mode and parameters, as an import's master table repeats them.
    secret: a digest of the encryption password, None for a file that is not encrypted.
    """

    items: dict[int, Any]
    length: int = BLOCK_SIZE
    job: dict[str, Any] = dataclasses.field(default_factory=dict)
    secret: str | None = None


@dataclasses.dataclass(frozen=True)
class Record:
    """order: PROCESS_ORDER in the exporter's master table. file, position: its file, and where in it it begins."""

    order: int
    path: str
    object: PumpObject
    position: int = 0
    file: str = ""


def encode_header(header: Header) -> bytes:
    body = dataclasses.asdict(header)
    body["items"] = {str(code): value for code, value in header.items.items()}
    text = _MAGIC + encode(body)
    blocks = -(-len(text) // BLOCK_SIZE)
    return text.ljust(blocks * BLOCK_SIZE - 1) + b"\n"


def decode_header(data: bytes) -> Header:
    """From the beginning of a file. Raises NotADumpFile."""
    if not data.startswith(_MAGIC):
        raise NotADumpFile
    try:
        body = decode(data.split(b"\n", 1)[0][len(_MAGIC) :])
        body["items"] = {int(code): value for code, value in body["items"].items()}
        return Header(**body)
    except (ValueError, TypeError, KeyError) as error:
        raise NotADumpFile from error


def encode_record(record: Record) -> bytes:
    body = {"order": record.order, "path": record.path, **dataclasses.asdict(record.object)}
    return encode(body) + b"\n"


def decode_records(data: bytes) -> list[Record]:
    """All records of a file, given whole. Raises NotADumpFile for a damaged one."""
    records, position = [], data.index(b"\n") + 1
    for line in data[position:].split(b"\n"):
        if line.strip(b"\0 "):
            try:
                body = decode(line)
                order, path = body.pop("order"), body.pop("path")
                records.append(Record(order, path, PumpObject(**body), position))
            except (ValueError, TypeError, KeyError) as error:
                raise NotADumpFile from error
        position += len(line) + 1
    return records


def encode(body: Any) -> bytes:
    return json.dumps(body, default=_wrapped, ensure_ascii=True, separators=(",", ":")).encode()


def _wrapped(value: Any) -> Any:
    if isinstance(value, bytes):
        return {_BYTES: base64.b64encode(value).decode()}
    raise TypeError(f"{type(value).__name__} in a dump file")


def decode(data: bytes) -> Any:
    return json.loads(data, object_hook=_unwrapped)


def _unwrapped(body: dict[str, Any]) -> Any:
    return base64.b64decode(body[_BYTES]) if set(body) == {_BYTES} else body
