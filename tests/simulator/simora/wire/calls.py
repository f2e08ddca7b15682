# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The calls of a logged-on client: which function asks for what, and who answers it."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable

from ..engine import EngineSession
from ..errors import OraError
from . import file_locators
from .codec import ProtocolError, Reader, Writer
from .executions import read_execute, read_reexecute
from .line import Line
from .lobs import LobStore
from .logon import LoggedOn, fold_user
from .replies import CallEnd, write_call_end, write_error, write_lob_reply, write_status
from .requests import (
    MESSAGE_FUNCTION,
    MESSAGE_ONE_WAY,
    MESSAGE_PIGGYBACK,
    CloseCursors,
    FreeLobs,
    Function,
    LobCall,
    Piggyback,
    SetSchema,
    SetTags,
    read_authenticate,
    read_fetch,
    read_lob_call,
    read_piggyback,
    read_session_release,
)
from .statements import Statements

_NOT_PLAYED = 3001


@dataclasses.dataclass(frozen=True)
class Call:
    """A call taken apart but not yet performed; perform gives its reply or raises OraError."""

    function: int
    perform: Callable[[], bytes]


def _fail(error: OraError) -> bytes:
    raise error


class Calls:
    """Reads calls from a client and knows what performs them.

    line.poll_break is handed to whatever may take long; it raises OraError 1013 when the client wants it to stop.
    ended: the session is over; logged_off: at the client's wish.
    """

    def __init__(self, reader: Reader, logged_on: LoggedOn, line: Line) -> None:
        self._reader = reader
        self._logged_on = logged_on
        self._session: EngineSession = logged_on.session
        self._poll_break = line.poll_break
        self._lobs = LobStore()
        self._statements = Statements(logged_on.session, logged_on.client, self._lobs, line.row_ends)
        self.ended = False
        self.logged_off = False

    def read(self) -> Call:
        """The next call; what rides in front of it is performed at once, and its failure is the call's.

        Raises OraError for a call that cannot be taken apart any further, ProtocolError for what is no call.
        """
        failed: OraError | None = None
        while (message := self._reader.u8()) != MESSAGE_FUNCTION:
            function = self._reader.u8()
            self._reader.skip(1)
            if message == MESSAGE_ONE_WAY and function == Function.SESSION_RELEASE:
                read_session_release(self._reader)
            elif message == MESSAGE_PIGGYBACK:
                try:
                    self._ride_along(read_piggyback(self._reader, function))
                except OraError as error:
                    failed = failed or error
            else:
                raise ProtocolError(f"message {message} instead of a call")
        function = self._reader.u8()
        self._reader.skip(1)
        call = self._take_apart(function)
        return Call(function, functools.partial(_fail, failed)) if failed is not None else call

    def end_session(self) -> None:
        if not self.ended:
            self.ended = True
            self._session.close()

    def error_reply(self, error: OraError) -> bytes:
        writer = Writer()
        write_error(writer, error, in_transaction=self._session.in_transaction)
        return bytes(writer)

    def _take_apart(self, function: int) -> Call:
        reader, statements = self._reader, self._statements
        match function:
            case Function.EXECUTE:
                execute = read_execute(reader, self._logged_on.client.field_version, statements.plan)
                return Call(function, lambda: statements.perform(execute, again=False, poll_break=self._poll_break))
            case Function.REEXECUTE | Function.REEXECUTE_AND_FETCH:
                execute = read_reexecute(reader, function, statements.plan)
                return Call(function, lambda: statements.perform(execute, again=True, poll_break=self._poll_break))
            case Function.FETCH:
                fetch = read_fetch(reader)
                return Call(function, lambda: statements.fetch(fetch.cursor_id, fetch.rows))
            case Function.LOB_OPERATION:
                lob_call = read_lob_call(reader)
                return Call(function, lambda: self._operate_on_lob(lob_call))
            case Function.COMMIT:
                return Call(function, lambda: self._answer_status(self._session.commit))
            case Function.ROLLBACK:
                return Call(function, lambda: self._answer_status(self._session.rollback))
            case Function.PING:
                return Call(function, lambda: self._answer_status(self._session.ping))
            case Function.LOGOFF:
                return Call(function, self._log_off)
            case Function.AUTHENTICATE_PHASE_TWO:
                authenticate = read_authenticate(reader, function)
                return Call(function, lambda: self._logged_on.change_password(authenticate))
            case _:
                raise OraError(_NOT_PLAYED)

    def _ride_along(self, piggyback: Piggyback | None) -> None:
        match piggyback:
            case CloseCursors(cursor_ids):
                self._statements.close_cursors(cursor_ids)
            case SetTags(tags):
                self._session.set_tags(**tags)
            case SetSchema(name):
                self._session.set_current_schema(fold_user(name))
            case FreeLobs(locators):
                self._lobs.free(locators)

    def _answer_status(self, action: Callable[[], None]) -> bytes:
        action()
        writer = Writer()
        write_status(writer, self._session.in_transaction)
        return bytes(writer)

    def _log_off(self) -> bytes:
        """The session has ended when the client reads the reply."""
        self.logged_off = True
        self.end_session()
        writer = Writer()
        write_status(writer, False)
        return bytes(writer)

    def _operate_on_lob(self, call: LobCall) -> bytes:
        if file_locators.is_file(call.locator):
            answer = self._session.on_files(functools.partial(file_locators.perform, call))
        else:
            self._session.ping()
            answer = self._lobs.perform(call)
        writer = Writer()
        write_lob_reply(
            writer,
            answer.locator,
            data=answer.data,
            created=answer.created,
            amount=answer.amount,
            flag=answer.flag,
        )
        write_call_end(writer, CallEnd(self._session.in_transaction))
        return bytes(writer)
