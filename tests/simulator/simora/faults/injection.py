# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one thing that world and wire ask: does a fault strike here? It performs those that do and notes each strike."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ..engine import EngineSession, Line, Outcome
from ..errors import OraError
from ..runtime import Monitor
from . import actions, network, statement_effects
from .plan import STATEMENT_MOMENTS, Effect, Event, Fault, Moment, Options, Plan, read_effects
from .strike import POLL_INTERVAL, Hit, Strike

if TYPE_CHECKING:
    from ..world.database import Database
    from ..world.session import Session
    from ..world.statement_log import Entry

_EFFECTS: dict[str, Callable[[Strike, Any], None]] = {**network.EFFECTS, **statement_effects.EFFECTS}


class Faults:
    """The faults of one database, or of the listener: then database is None and the world cannot be changed.

    lock: the database's, or one of the listener's own; it is held while effects are performed.
    """

    def __init__(self, lock: Monitor, database: Database | None = None) -> None:
        self._lock = lock
        self._database = database
        self._plan = Plan()
        self._releases = 0
        self.hits: list[Hit] = []

    # What testers call.

    def inject(self, description: Options) -> str:
        """The fault's id. Raises ValueError for what no fault can be, or not here."""
        with self._lock:
            fault = self._plan.add(description)
            try:
                self._check(fault)
            except ValueError:
                self._plan.remove({fault.id})
                raise
            return fault.id

    def report(self) -> dict[str, list[dict[str, Any]]]:
        """faults: those that were not cleared. hits: every strike, in order."""
        with self._lock:
            return {
                "faults": [
                    {"id": fault.id, "at": fault.moment.value, "met": fault.met, "struck": fault.struck}
                    for fault in self._plan.faults
                ],
                "hits": [dataclasses.asdict(hit) for hit in self.hits],
            }

    def clear(self, ids: Iterable[str] | None = None) -> None:
        """None: all, with the notes of past strikes; whatever stalls goes on."""
        with self._lock:
            self._plan.remove(ids)
            if ids is None:
                self.hits.clear()
                self.release()

    def release(self) -> None:
        """Ends every stall and every zombie's wait."""
        with self._lock:
            self._releases += 1
            self._lock.notify_all()

    def change(self, description: Any) -> None:
        """Performs actions at once. Raises ValueError for what is no action, OraError for one that failed."""
        if self._database is None:
            raise ValueError("which database is to change?")
        effects = read_effects(description)
        for effect in effects:
            self._check_action(effect)
        with self._lock:
            for effect in effects:
                actions.perform(self._database, effect.name, effect.options)

    # What the wire and the world call.

    def at_connection(
        self,
        moment: Moment,
        line: Line,
        *,
        service: str | None = None,
        user: str | None = None,
        session: EngineSession | None = None,
    ) -> None:
        """See engine.ConnectionFaults."""
        if moment not in self._plan.moments:
            return
        with self._lock:
            known: Any = session
            event = Event(moment, service=service, user=user, session=known.sid if known is not None else None)
            self._strike(event, line, known)

    def around(self, session: Session, entry: Entry, perform: Callable[[], Outcome]) -> Outcome:
        """Executes a statement of a session between its two moments, and notes its outcome in its log entry."""
        watched = bool(self._plan.moments) and not session.is_internal
        try:
            outcome = self._before(session, entry, perform) if watched else perform()
        except OraError as error:
            entry.outcome = error.code
            if watched:
                self._after(session, entry, None)
            raise
        entry.outcome = 0
        if watched:
            try:
                self._after(session, entry, outcome)
            except OraError as error:
                entry.outcome = error.code
                raise
        return outcome

    def around_call(self, session: Session, kind: str, perform: Callable[[], None]) -> None:
        """The same for a call that is no statement: commit, rollback, ping."""
        if not self._plan.moments & STATEMENT_MOMENTS:
            perform()
            return
        self._strike(_call_event(Moment.BEFORE, session, kind), session.line, session)
        perform()
        self._strike(_call_event(Moment.AFTER, session, kind), session.line, session)

    # How a strike is performed.

    def wait(self, strike: Strike, finished: Callable[[], bool]) -> None:
        """Real time, during which the database is free for others; ends by `release` too.

        Raises OraError 1013 for a break, and whatever ended the session meanwhile."""
        with self._lock, self._off_duty(strike.session):
            releases = self._releases
            while self._releases == releases and not finished():
                self._lock.wait(POLL_INTERVAL)
                if strike.session is not None:
                    strike.session.poll_break()

    def _before(self, session: Session, entry: Entry, perform: Callable[[], Outcome]) -> Outcome:
        strike = None
        if Moment.BEFORE in self._plan.moments:
            strike = self._strike(_event(Moment.BEFORE, session, entry), session.line, session)
        return perform() if strike is None or strike.replacement is None else strike.replacement

    def _after(self, session: Session, entry: Entry, outcome: Outcome | None) -> None:
        if Moment.REPLIED in self._plan.moments and not entry.nested:
            event = _event(Moment.REPLIED, session, entry)
            if session.line is not None:
                session.line.when_replied(lambda: self._strike_later(event, session))
            else:  # nobody has to wait for the reply
                self._strike(event, None, session, outcome)
        if Moment.AFTER in self._plan.moments:
            self._strike(_event(Moment.AFTER, session, entry), session.line, session, outcome)

    def _strike_later(self, event: Event, session: Session) -> None:
        with self._lock:
            self._strike(event, session.line, session)

    def _strike(
        self, event: Event, line: Line | None, session: Session | None, outcome: Outcome | None = None
    ) -> Strike | None:
        if event.moment not in self._plan.moments:
            return None
        due = self._plan.due(event)
        if not due:
            return None
        strike = Strike(self, event, self._database, line, session, outcome)
        for fault in due:
            hit = Hit(
                fault.id, event.moment.value, event.session, event.user, event.service, event.kind, event.text,
                event.nested,
            )  # fmt: skip
            self.hits.append(hit)
            for effect in fault.effects:
                hit.effects.append(effect.name)
                self._perform(strike, effect, hit)
        return strike

    def _perform(self, strike: Strike, effect: Effect, hit: Hit) -> None:
        if effect.name in _EFFECTS:
            _EFFECTS[effect.name](strike, effect.options)
            return
        assert self._database is not None
        with self._off_duty(strike.session):
            try:
                actions.perform(self._database, effect.name, effect.options, strike.session)
            except (OraError, ValueError, LookupError) as error:
                hit.error = f"{type(error).__name__}: {error}"
        if strike.session is not None:
            strike.session.require_alive()

    @contextlib.contextmanager
    def _off_duty(self, session: Session | None) -> Iterator[None]:
        """The session that was struck does not own the database meanwhile, if it did."""
        if session is None or session.database.current is not session:
            yield
            return
        session.database.current = None
        try:
            yield
        finally:
            session.database.current = session

    def _check(self, fault: Fault) -> None:
        if self._database is not None and fault.moment is Moment.ACCEPT:
            raise ValueError("only the listener's faults can be at accept: no database is known yet")
        if self._database is None and fault.moment not in (Moment.ACCEPT, Moment.CONNECT):
            raise ValueError(f"the listener is not there any more at {fault.moment.value}")
        for effect in fault.effects:
            if effect.name not in _EFFECTS:
                if self._database is None:
                    raise ValueError(f"the listener has no effect {effect.name}")
                self._check_action(effect)
            elif effect.name in statement_effects.EXECUTION_ONLY and fault.moment not in STATEMENT_MOMENTS:
                raise ValueError(f"{effect.name} needs a statement")

    def _check_action(self, effect: Effect) -> None:
        if effect.name not in actions.ACTIONS:
            known = ", ".join(sorted([*_EFFECTS, *actions.ACTIONS]))
            raise ValueError(f"no effect {effect.name}; there are {known}")


def _event(moment: Moment, session: Session, entry: Entry) -> Event:
    return Event(
        moment,
        service=entry.service,
        user=entry.user,
        session=entry.session,
        kind=entry.kind,
        text=entry.text,
        nested=entry.nested,
        module=entry.module,
        action=entry.action,
        client_identifier=entry.client_identifier,
        schema=session.schema,
        outcome=entry.outcome,
    )


def _call_event(moment: Moment, session: Session, kind: str) -> Event:
    tags = session.tags
    return Event(
        moment,
        service=session.service_name,
        user=session.session_user,
        session=session.sid,
        kind=kind,
        module=tags["module"],
        action=tags["action"],
        client_identifier=tags["client_identifier"],
        schema=session.schema,
    )
