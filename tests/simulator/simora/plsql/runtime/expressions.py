# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compiled expressions. evaluate(frame) gives a value in Python form, None for NULL."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from typing import Any

from ...errors import OraError
from ...sql import datatypes as sql_types
from . import convert, datatypes, exceptions, operators
from .datatypes import DataType
from .frame import Frame


class Evaluable:
    """type: the static type, or None when it is only known at run time."""

    type: DataType | None = None

    def evaluate(self, frame: Frame) -> Any:
        raise NotImplementedError


class Constant(Evaluable):
    def __init__(self, value: Any, constant_type: DataType | None) -> None:
        self.value = value
        self.type = constant_type

    def evaluate(self, frame: Frame) -> Any:
        return self.value


class DateTimeText(Evaluable):
    """DATE '...' and TIMESTAMP '...'."""

    def __init__(self, text: str, literal_type: DataType) -> None:
        self.text = text.strip()
        self.type = literal_type

    def evaluate(self, frame: Frame) -> Any:
        try:
            return datetime.datetime.fromisoformat(self.text)
        except ValueError:
            raise OraError(1861) from None


class FunctionOfLibrary(Evaluable):
    """A call of a standard function, such as SUBSTR or TO_CHAR."""

    def __init__(self, name: str, arguments: Sequence[Evaluable], result_type: DataType | None) -> None:
        self.name = name
        self.arguments = arguments
        self.type = result_type
        # Only the static type tells a TIMESTAMP at a full second from a DATE.
        self._are_timestamps = [operators.is_timestamp(argument.type) for argument in arguments]
        self._plain = not any(self._are_timestamps)

    def evaluate(self, frame: Frame) -> Any:
        values = [argument.evaluate(frame) for argument in self.arguments]
        return convert.call(self.name, values, frame.session, None if self._plain else self._families(values))

    def _families(self, values: list[Any]) -> list[str]:
        return [
            sql_types.TIMESTAMP_FAMILY
            if is_timestamp and isinstance(value, datetime.datetime) and value.tzinfo is None
            else sql_types.family_of_value(value)
            for value, is_timestamp in zip(values, self._are_timestamps, strict=True)
        ]


class FirstNotNull(Evaluable):
    """NVL and COALESCE, which evaluate no further than they must."""

    def __init__(self, arguments: Sequence[Evaluable], result_type: DataType | None) -> None:
        self.arguments = arguments
        self.type = result_type

    def evaluate(self, frame: Frame) -> Any:
        for argument in self.arguments:
            value = argument.evaluate(frame)
            if value is not None:
                break
        if self.type is not None and value is not None:
            return self.type.coerce(value, frame.session)
        return value


class Sqlcode(Evaluable):
    type = datatypes.PLS_INTEGER

    def evaluate(self, frame: Frame) -> Any:
        handled = frame.execution.handled
        return handled[-1].sqlcode if handled else 0


class Sqlerrm(Evaluable):
    type = datatypes.VARCHAR2

    def __init__(self, code: Evaluable | None) -> None:
        self.code = code

    def evaluate(self, frame: Frame) -> Any:
        if self.code is not None:
            code = datatypes.PLS_INTEGER.coerce(self.code.evaluate(frame), frame.session)
            return exceptions.message_of_code(code or 0)  # type: ignore[arg-type]
        handled = frame.execution.handled
        return handled[-1].sqlerrm if handled else exceptions.message_of_code(0)


class Arithmetic(Evaluable):
    def __init__(self, operator: str, left: Evaluable, right: Evaluable, result_type: DataType | None) -> None:
        self.operator = operator
        self.left = left
        self.right = right
        self.type = result_type
        self.timestamps = operators.is_timestamp(left.type) or operators.is_timestamp(right.type)

    def evaluate(self, frame: Frame) -> Any:
        left, right = self.left.evaluate(frame), self.right.evaluate(frame)
        return operators.arithmetic(self.operator, left, right, frame.session, timestamps=self.timestamps)


class Negative(Evaluable):
    def __init__(self, operand: Evaluable) -> None:
        self.operand = operand
        self.type = operand.type

    def evaluate(self, frame: Frame) -> Any:
        value = self.operand.evaluate(frame)
        if value is None:
            return None
        return -value if isinstance(value, datetime.timedelta) else operators.negated(value, frame.session)


class Concatenation(Evaluable):
    type = datatypes.VARCHAR2

    def __init__(self, left: Evaluable, right: Evaluable) -> None:
        self.left = left
        self.right = right

    def evaluate(self, frame: Frame) -> Any:
        return operators.concatenate(self.left.evaluate(frame), self.right.evaluate(frame), frame.session)


class Comparison(Evaluable):
    type = datatypes.BOOLEAN

    def __init__(self, operator: str, left: Evaluable, right: Evaluable) -> None:
        self.operator = operator
        self.left = left
        self.right = right
        self.blank_padded = _is_fixed_length(left) and _is_fixed_length(right)

    def evaluate(self, frame: Frame) -> Any:
        left, right = self.left.evaluate(frame), self.right.evaluate(frame)
        return operators.compare(self.operator, left, right, frame.session, blank_padded=self.blank_padded)


def _is_fixed_length(operand: Evaluable) -> bool:
    return operand.type is not None and operand.type.name in ("CHAR", "NCHAR")


class And(Evaluable):
    type = datatypes.BOOLEAN

    def __init__(self, left: Evaluable, right: Evaluable) -> None:
        self.left = left
        self.right = right

    def evaluate(self, frame: Frame) -> Any:
        left = self.left.evaluate(frame)
        return False if left is False else operators.conjunction(left, self.right.evaluate(frame))


class Or(Evaluable):
    type = datatypes.BOOLEAN

    def __init__(self, left: Evaluable, right: Evaluable) -> None:
        self.left = left
        self.right = right

    def evaluate(self, frame: Frame) -> Any:
        left = self.left.evaluate(frame)
        return True if left is True else operators.disjunction(left, self.right.evaluate(frame))


class Not(Evaluable):
    type = datatypes.BOOLEAN

    def __init__(self, operand: Evaluable) -> None:
        self.operand = operand

    def evaluate(self, frame: Frame) -> Any:
        value = self.operand.evaluate(frame)
        return None if value is None else not value


class IsNull(Evaluable):
    type = datatypes.BOOLEAN

    def __init__(self, operand: Evaluable) -> None:
        self.operand = operand

    def evaluate(self, frame: Frame) -> Any:
        return self.operand.evaluate(frame) is None


class InList(Evaluable):
    type = datatypes.BOOLEAN

    def __init__(self, operand: Evaluable, items: Sequence[Evaluable]) -> None:
        self.operand = operand
        self.items = items

    def evaluate(self, frame: Frame) -> Any:
        value = self.operand.evaluate(frame)
        result: bool | None = False
        for item in self.items:
            blank_padded = _is_fixed_length(self.operand) and _is_fixed_length(item)
            equal = operators.compare("=", value, item.evaluate(frame), frame.session, blank_padded=blank_padded)
            result = operators.disjunction(result, equal)
            if result is True:
                break
        return result


class Like(Evaluable):
    type = datatypes.BOOLEAN

    def __init__(self, operand: Evaluable, pattern: Evaluable, escape: Evaluable | None) -> None:
        self.operand = operand
        self.pattern = pattern
        self.escape = escape

    def evaluate(self, frame: Frame) -> Any:
        text = convert.to_text(self.operand.evaluate(frame), frame.session)
        pattern = convert.to_text(self.pattern.evaluate(frame), frame.session)
        if text is None or pattern is None:
            return None
        escape = None
        if self.escape is not None:
            escape = convert.to_text(self.escape.evaluate(frame), frame.session)
            if escape is None or len(escape) != 1:
                raise OraError(1425)
        return _like_pattern(pattern, escape).fullmatch(text) is not None


def _like_pattern(pattern: str, escape: str | None) -> re.Pattern[str]:
    parts: list[str] = []
    characters = iter(pattern)
    for character in characters:
        if character == escape:
            escaped = next(characters, "")
            if escaped not in ("%", "_", escape):
                raise OraError(1424)
            parts.append(re.escape(escaped))
        elif character == "%":
            parts.append(".*")
        else:
            parts.append("." if character == "_" else re.escape(character))
    return re.compile("".join(parts), re.DOTALL)


class CaseValue(Evaluable):
    """choices: condition and result; a simple CASE has had its conditions made into comparisons."""

    def __init__(
        self,
        choices: Sequence[tuple[Evaluable, Evaluable]],
        default: Evaluable | None,
        result_type: DataType | None,
    ) -> None:
        self.choices = choices
        self.default = default
        self.type = result_type

    def evaluate(self, frame: Frame) -> Any:
        for condition, result in self.choices:
            if condition.evaluate(frame) is True:
                return result.evaluate(frame)
        return None if self.default is None else self.default.evaluate(frame)


class Remembered(Evaluable):
    """The selector of a CASE, evaluated once into a hidden slot and then read by every comparison."""

    def __init__(self, slot: int, selector: Evaluable) -> None:
        self.slot = slot
        self.selector = selector
        self.type = selector.type

    def remember(self, frame: Frame) -> None:
        frame.values[self.slot] = self.selector.evaluate(frame)

    def evaluate(self, frame: Frame) -> Any:
        return frame.values[self.slot]


class After(Evaluable):
    """Remembers a selector first and then evaluates the CASE that uses it."""

    def __init__(self, selector: Remembered, body: Evaluable) -> None:
        self.selector = selector
        self.body = body
        self.type = body.type

    def evaluate(self, frame: Frame) -> Any:
        self.selector.remember(frame)
        return self.body.evaluate(frame)


class Conversion(Evaluable):
    """CAST(operand AS type)."""

    def __init__(self, operand: Evaluable, target: DataType) -> None:
        self.operand = operand
        self.type: DataType = target

    def evaluate(self, frame: Frame) -> Any:
        return self.type.coerce(self.operand.evaluate(frame), frame.session)


class Computed(Evaluable):
    """A value that a small function derives from the values of operands (EXTRACT, TRIM ... FROM)."""

    def __init__(
        self, function: Callable[..., Any], operands: Sequence[Evaluable], result_type: DataType | None
    ) -> None:
        self.function = function
        self.operands = operands
        self.type = result_type

    def evaluate(self, frame: Frame) -> Any:
        return self.function(frame.session, *[operand.evaluate(frame) for operand in self.operands])
