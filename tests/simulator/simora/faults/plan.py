# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which fault strikes when: selectors, counters and the decision. No world, no network, no time."""

from __future__ import annotations

import dataclasses
import enum
import functools
import json
import pathlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

import jsonschema

from ..errors import OraError
from ..language.tokens import tokenize

Options = Mapping[str, Any]

_SCHEMA = pathlib.Path(__file__).with_name("fault_schema.json")


class Moment(enum.Enum):
    """In the order in which a connection meets them."""

    ACCEPT = "accept"  # the socket is connected, nothing was read
    CONNECT = "connect"  # the client has said which service it wants
    ACCEPTED = "accepted"  # the listener has accepted, the handshake of the two releases follows
    PHASE_ONE = "phase_one"  # the client has named its user
    PHASE_TWO = "phase_two"  # the client has proved its password, which has not been looked at
    LOGON = "logon"  # the session has begun, the client has not heard of it
    BEFORE = "before"  # a statement has arrived, or is next inside a block
    AFTER = "after"  # it has been executed, nobody has heard of it
    REPLIED = "replied"  # the client has its answer


# While these last the database is not known yet: only the listener's faults can wait for them.
LISTENER_MOMENTS = frozenset({Moment.ACCEPT})
STATEMENT_MOMENTS = frozenset({Moment.BEFORE, Moment.AFTER, Moment.REPLIED})


@dataclasses.dataclass(frozen=True)
class Event:
    """What is happening. kind: of a statement as the log has it, or commit, rollback, ping. outcome: 0 or the ORA code
    of a statement that has been executed. schema: where its unqualified names are looked up."""

    moment: Moment
    service: str | None = None
    user: str | None = None
    session: int | None = None
    kind: str | None = None
    text: str = ""
    nested: bool = False
    module: str | None = None
    action: str | None = None
    client_identifier: str | None = None
    schema: str | None = None
    outcome: int | None = None


@dataclasses.dataclass(frozen=True)
class Selector:
    """What an event must be like; what is None does not matter. text: found anywhere, whatever the case."""

    text: re.Pattern[str] | None = None
    object: tuple[str | None, str] | None = None
    kind: str | None = None
    nested: bool | None = None
    service: str | None = None
    user: str | None = None
    session: int | None = None
    module: str | None = None
    action: str | None = None
    client_identifier: str | None = None
    outcome: int | None = None

    def matches(self, event: Event) -> bool:
        for name in _COMPARED:
            wanted = getattr(self, name)
            if wanted is not None and wanted != getattr(event, name):
                return False
        if self.text is not None and not self.text.search(event.text):
            return False
        return self.object is None or names_object(event.text, self.object, event.schema)


_COMPARED = (
    "kind", "nested", "service", "user", "session", "module", "action", "client_identifier", "outcome",
)  # fmt: skip


def names_object(text: str, wanted: tuple[str | None, str], schema: str | None) -> bool:
    """Whether a statement names an object (owner or None, name), quoted or not, with its owner or in its own schema."""
    owner, name = wanted
    try:
        tokens = tokenize(text)
    except OraError:
        return False
    for position, token in enumerate(tokens):
        if not token.is_name or token.value != name:
            continue
        qualified = position >= 2 and tokens[position - 1].is_operator(".") and tokens[position - 2].is_name
        if owner is None or owner == (tokens[position - 2].value if qualified else schema):
            return True
    return False


@dataclasses.dataclass(frozen=True)
class Effect:
    name: str
    options: Any


@dataclasses.dataclass
class Fault:
    """after: matching events that pass unharmed first. times: how many are struck then, None for all.

    met, struck: how many there were of either.
    """

    id: str
    moment: Moment
    selector: Selector
    effects: tuple[Effect, ...]
    after: int = 0
    times: int | None = 1
    met: int = 0
    struck: int = 0

    @property
    def spent(self) -> bool:
        return self.times is not None and self.struck >= self.times


class Plan:
    """The faults of one database, or of the listener, in the order in which they were injected."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._number = 0
        # Moments that some fault still waits for, so that a world without faults pays one look into a set.
        self.moments: frozenset[Moment] = frozenset()

    def add(self, description: Options) -> Fault:
        """Raises ValueError for what is no fault, or an id that is taken."""
        self._number += 1
        fault = read_fault(description, f"fault-{self._number}")
        if any(other.id == fault.id for other in self.faults):
            raise ValueError(f"there is a fault {fault.id} already")
        self.faults.append(fault)
        self._look_ahead()
        return fault

    def remove(self, ids: Iterable[str] | None = None) -> None:
        """None removes all."""
        gone = {fault.id for fault in self.faults} if ids is None else set(ids)
        self.faults = [fault for fault in self.faults if fault.id not in gone]
        self._look_ahead()

    def due(self, event: Event) -> list[Fault]:
        """The faults that strike now; counts the event for all it matches."""
        struck = []
        for fault in self.faults:
            if fault.moment is not event.moment or fault.spent or not fault.selector.matches(event):
                continue
            fault.met += 1
            if fault.met > fault.after:
                fault.struck += 1
                struck.append(fault)
        if struck:
            self._look_ahead()
        return struck

    def _look_ahead(self) -> None:
        self.moments = frozenset(fault.moment for fault in self.faults if not fault.spent)


def read_fault(description: Options, default_id: str) -> Fault:
    """Raises ValueError with one line per mistake."""
    mistakes = [
        f"{'.'.join(map(str, error.absolute_path)) or 'the fault'}: {error.message}"
        for error in _validator().iter_errors(description)
    ]
    if mistakes:
        raise ValueError("\n".join(mistakes))
    return Fault(
        id=description.get("id", default_id),
        moment=Moment(description["at"]),
        selector=_selector(description.get("match", {})),
        effects=read_effects(description["do"]),
        after=description.get("after", 0),
        times=description.get("times", 1),
    )


def read_effects(description: Any) -> tuple[Effect, ...]:
    """One effect or a list; each is a name, or a name with its options. Raises ValueError."""
    effects = []
    for item in description if isinstance(description, list) else [description]:
        if isinstance(item, str):
            effects.append(Effect(item, {}))
        elif isinstance(item, Mapping) and len(item) == 1:
            effects.extend(Effect(name, {} if options is None else options) for name, options in item.items())
        else:
            raise ValueError(f"an effect is a name, or one name with its options: {item!r}")
    return tuple(effects)


def _selector(match: Options) -> Selector:
    values = dict(match)
    if "text" in values:
        try:
            values["text"] = re.compile(values["text"], re.IGNORECASE | re.DOTALL)
        except re.error as error:
            raise ValueError(f"match.text: {error}") from error
    if "object" in values:
        owner, dummy, name = values["object"].rpartition(".")
        values["object"] = (owner or None, name)
    return Selector(**values)


@functools.cache
def _validator() -> jsonschema.protocols.Validator:
    return jsonschema.Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))
