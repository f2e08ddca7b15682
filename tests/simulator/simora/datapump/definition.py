# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a client has defined of a job, as the control rows of its master table tell it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from . import vocabulary
from .master_rows import FILE_TYPE_DUMP, FILE_TYPE_LOG, FILE_TYPE_SQL, Row


@dataclasses.dataclass(frozen=True)
class Filter:
    """A metadata filter (object_path) or a data filter (table, schema); None where the call gave none."""

    name: str
    value: object
    object_path: str | None = None
    table: str | None = None
    schema: str | None = None

    def concerns(self, schema: str | None, table: str | None) -> bool:
        """Whether a data filter applies to a table, by its name in the source."""
        return self.table in (None, table) and self.schema in (None, schema)


@dataclasses.dataclass(frozen=True)
class Remap:
    """old, new: of a data remap the column and the function. object_path: None for every type."""

    name: str
    old: str
    new: str
    object_path: str | None = None
    table: str | None = None
    schema: str | None = None


@dataclasses.dataclass(frozen=True)
class DefinedFile:
    """number: within its type, from 0. limit: bytes, None for no limit. is_template: holds a substitution variable."""

    type: int
    number: int
    directory: str | None
    name: str
    path: str
    limit: int | None
    written: int
    is_template: bool


@dataclasses.dataclass(frozen=True)
class Definition:
    """parameters by name, as set by the client; those that only have a default value are not there."""

    parameters: dict[str, object]
    filters: tuple[Filter, ...]
    data_filters: tuple[Filter, ...]
    remaps: tuple[Remap, ...]
    data_remaps: tuple[Remap, ...]
    transforms: tuple[Filter, ...]
    files: tuple[DefinedFile, ...]

    def number(self, name: str, default: int = 0) -> int:
        value = self.parameters.get(name)
        return default if value is None else int(str(value))

    def text(self, name: str, default: str = "") -> str:
        return str(self.parameters.get(name) or default)

    def data_filter(self, name: str, schema: str | None, table: str | None) -> Filter | None:
        """The data filter that applies to a table: its own before the job's."""
        fitting = [item for item in self.data_filters if item.name == name and item.concerns(schema, table)]
        return min(fitting, key=lambda item: item.table is None, default=None)

    def of_type(self, file_type: int) -> list[DefinedFile]:
        return [file for file in self.files if file.type == file_type]

    @property
    def dump_files(self) -> list[DefinedFile]:
        """Without templates."""
        return [file for file in self.of_type(FILE_TYPE_DUMP) if not file.is_template]

    @property
    def log_file(self) -> DefinedFile | None:
        return next(iter(self.of_type(FILE_TYPE_LOG)), None)

    @property
    def sql_file(self) -> DefinedFile | None:
        return next(iter(self.of_type(FILE_TYPE_SQL)), None)


def read_definition(parameter_rows: Iterable[Row], file_rows: Iterable[Row]) -> Definition:
    """From the rows with a NAME and those with a FILE_NAME."""
    parameters: dict[str, object] = {}
    filters: list[Filter] = []
    data_filters: list[Filter] = []
    transforms: list[Filter] = []
    remaps: list[Remap] = []
    data_remaps: list[Remap] = []
    for row in parameter_rows:
        name = str(row["NAME"])
        if name in vocabulary.METADATA_FILTERS:
            filters.append(_filter(row))
        elif name in vocabulary.DATA_FILTERS:
            data_filters.append(_filter(row))
        elif name in vocabulary.TRANSFORMS:
            transforms.append(_filter(row))
        elif name in vocabulary.METADATA_REMAPS:
            remaps.append(_remap(row))
        elif name in vocabulary.DATA_REMAPS:
            data_remaps.append(_remap(row))
        else:
            parameters[name] = row.get("VALUE_N", row.get("VALUE_T"))
    return Definition(
        parameters,
        tuple(filters),
        tuple(data_filters),
        tuple(remaps),
        tuple(data_remaps),
        tuple(transforms),
        tuple(_file(row) for row in file_rows),
    )


def _filter(row: Row) -> Filter:
    value = row.get("VALUE_N")
    if value is None:
        value = row.get("XML_CLOB", row.get("VALUE_T"))
    return Filter(
        str(row["NAME"]), value, _text(row, "OBJECT_TYPE_PATH"), _text(row, "OBJECT_NAME"), _text(row, "OBJECT_SCHEMA")
    )


def _remap(row: Row) -> Remap:
    return Remap(
        str(row["NAME"]),
        str(row.get("OLD_VALUE") or ""),
        str(row.get("VALUE_T") or ""),
        _text(row, "OBJECT_TYPE_PATH"),
        _text(row, "OBJECT_NAME"),
        _text(row, "OBJECT_SCHEMA"),
    )


def _file(row: Row) -> DefinedFile:
    limit = row.get("FILE_MAX_SIZE")
    return DefinedFile(
        int(str(row["FILE_TYPE"])),
        int(str(row["DUPLICATE"])),
        _text(row, "USER_DIRECTORY"),
        str(row.get("USER_FILE_NAME") or ""),
        str(row["FILE_NAME"]),
        int(str(limit)) if limit is not None else None,
        int(str(row.get("COMPLETED_BYTES") or 0)),
        "%" in str(row["FILE_NAME"]),
    )


def _text(row: Row, name: str) -> str | None:
    value = row.get(name)
    return None if value is None else str(value)
