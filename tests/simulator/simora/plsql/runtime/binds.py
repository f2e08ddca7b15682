# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The host's bind variables of one execution: values in, values out."""

from __future__ import annotations

from typing import Any

from ...engine import Bind, ResultSet
from ...errors import OraError
from . import convert
from .containers import Collection
from .cursors import OpenCursor


class HostBinds:
    """Binds by name. Assigned values are converted to the client's types when the block has ended."""

    def __init__(self, binds: dict[str, Bind]) -> None:
        self.binds = binds
        self._values: dict[str, Any] = {name: _value_in(bind.value) for name, bind in binds.items()}

    def get(self, name: str) -> Any:
        return self._values[name] if name in self._values else self._missing()

    def put(self, name: str, value: Any, session: Any) -> None:
        """Raises OraError 6502 when the value does not fit the client's type or buffer."""
        if name not in self._values:
            self._missing()
        bind = self.binds[name]
        self._values[name] = value if bind.is_array else _to_client(value, bind, session)

    def in_sql(self) -> dict[str, Bind]:
        """All binds with their present values, for SQL statements of the block that use them."""
        return {
            name: Bind(bind.type, self._values[name], bind.size)
            for name, bind in self.binds.items()
            if not bind.is_array
        }

    def out_value(self, name: str, session: Any) -> Any:
        """The value as the wire sends it: arrays as lists, open cursors as result sets."""
        value, bind = self._values[name], self.binds[name]
        if isinstance(value, OpenCursor):
            return value.result_set() if value.is_open else None
        if bind.is_array:
            items = value.in_order() if isinstance(value, Collection) else list(value or [])
            if bind.max_elements and len(items) > bind.max_elements:
                raise OraError(6513)
            return [_to_client(item, bind, session) for item in items]
        return value

    def _missing(self) -> Any:
        raise OraError(1008)


def _value_in(value: Any) -> Any:
    return OpenCursor(value.columns, value.rows) if isinstance(value, ResultSet) else value


def _to_client(value: Any, bind: Bind, session: Any) -> Any:
    from . import datatypes, shapes

    if value is None or isinstance(value, (OpenCursor, ResultSet)):
        return value
    if bind.type.shape is not None:
        return shapes.plain(session.type_of_oid(bind.type.shape.identity.oid).coerce(value, session))
    kind = bind.type.name
    if kind in ("VARCHAR2", "CHAR", "NVARCHAR2", "NCHAR", "LONG"):
        text = convert.to_text(value, session)
        if text is not None and bind.size and len(text.encode()) > bind.size:
            raise OraError(6502, ": character string buffer too small")
        return text
    if kind == "RAW":
        data = datatypes.RAW.coerce(value, session)
        if bind.size and len(data) > bind.size:  # type: ignore[arg-type]
            raise OraError(6502, ": raw variable length too long")
        return data
    if kind == "NUMBER":
        return convert.to_number(value, session)
    target = datatypes.of_ora_type(bind.type)
    return target.coerce(value, session)
