# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls of local subprograms and of subprograms of supplied packages."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from ... import supplied
from ...errors import OraError
from .blocks import BlockCode, ReturnSignal
from .datatypes import DataType
from .exceptions import copy_of
from .expressions import Evaluable
from .frame import Frame
from .places import Place


@dataclasses.dataclass
class ParameterCode:
    name: str
    mode: str  # IN, OUT, IN OUT
    type: DataType
    slot: int
    default: Evaluable | None


class SubprogramCode:
    """A local procedure or function. Its body is filled in after its header, so that it may call itself."""

    def __init__(self, name: str, parameters: Sequence[ParameterCode], returns: DataType | None) -> None:
        self.name = name
        self.parameters = parameters
        self.returns = returns
        self.slots = 0
        self.body: BlockCode | None = None


class LocalCall(Evaluable):
    """hops: static links to the activation in which the subprogram is declared.

    arguments: one per parameter; None where the default applies. Defaults see the declaring activation.
    """

    def __init__(self, code: SubprogramCode, hops: int, arguments: Sequence[Evaluable | None]) -> None:
        self.code = code
        self.hops = hops
        self.arguments = arguments
        self.type = code.returns

    def evaluate(self, frame: Frame) -> Any:
        outer = frame.at_depth(self.hops)
        inner = Frame(frame.execution, outer, self.code.slots)
        for parameter, argument in zip(self.code.parameters, self.arguments, strict=True):
            inner.values[parameter.slot] = self._value_in(parameter, argument, frame, inner)
        assert self.code.body is not None
        signal = self.code.body.execute(inner)
        if self.code.returns is not None and not isinstance(signal, ReturnSignal):
            raise OraError(6503)
        for parameter, argument in zip(self.code.parameters, self.arguments, strict=True):
            if parameter.mode != "IN":
                assert isinstance(argument, Place)
                argument.assign(frame, inner.values[parameter.slot])
        return signal.value if isinstance(signal, ReturnSignal) else None

    def _value_in(self, parameter: ParameterCode, argument: Evaluable | None, frame: Frame, inner: Frame) -> Any:
        if parameter.mode == "OUT":
            return parameter.type.initial()
        if argument is not None:
            return parameter.type.coerce(argument.evaluate(frame), frame.session)
        assert parameter.default is not None
        return parameter.type.coerce(parameter.default.evaluate(inner), frame.session)


class PackageCall(Evaluable):
    """arguments: by parameter name; parameters without one take their defaults.

    position: the subprogram's place in its package, which stands for the line of the package body in ORA-06512.
    """

    def __init__(
        self,
        package: supplied.SuppliedPackage,
        subprogram: supplied.Subprogram,
        position: int,
        parameters: Sequence[tuple[supplied.Parameter, DataType, Evaluable | None]],
        returns: DataType | None,
    ) -> None:
        self.package = package
        self.subprogram = subprogram
        self.position = position
        self.parameters = parameters
        self.type = returns

    def evaluate(self, frame: Frame) -> Any:
        values: dict[str, object] = {}
        for parameter, parameter_type, argument in self.parameters:
            if parameter.mode == "OUT":
                values[parameter.name] = None
            elif argument is None:
                values[parameter.name] = parameter.default
            else:
                values[parameter.name] = parameter_type.coerce(argument.evaluate(frame), frame.session)
        try:
            result = self.subprogram.body(frame.session, values)
        except OraError as error:
            raise self._located(error) from error
        for parameter, _parameter_type, argument in self.parameters:
            if parameter.mode != "IN" and argument is not None:
                assert isinstance(argument, Place)
                argument.assign(frame, values[parameter.name])
        return result if self.type is None else self.type.coerce(result, frame.session)

    def _located(self, error: OraError) -> OraError:
        """The error with the package's own line in its stack, unless the package has put one there."""
        where = f'at "SYS.{self.package.name}", line '
        if any(where in line for line in error.stack):
            return error
        located = copy_of(error)
        located.stack.append(f"ORA-06512: {where}{self.position}")
        return located
