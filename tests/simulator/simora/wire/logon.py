# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the first packet of a connection to an authenticated session."""

from __future__ import annotations

import dataclasses

from ..engine import ClientInfo, ConnectAgain, Credentials, EngineDatabase, EngineSession, Listener
from ..errors import OraError
from ..faults.plan import Moment
from .authentication import Challenge, Verifier, WrongPassword, dummy_verifier, verifier_for
from .capabilities import (
    MESSAGE_DATA_TYPES,
    MESSAGE_PROTOCOL,
    ClientCapabilities,
    Profile,
    data_types_reply,
    profile_for,
    protocol_reply,
    read_data_types,
    read_protocol,
)
from .codec import ProtocolError, Reader, Writer
from .connect import ConnectRequest, accept_body, read_connect, refuse_body
from .cursors import OPEN_CURSORS
from .line import Line
from .packets import Disconnected, PacketStream, PacketType
from .replies import write_error, write_pairs, write_status, write_warning
from .requests import MESSAGE_FUNCTION, Authenticate, Function, read_authenticate

_NEW_VERSION_LAYOUT = 11  # field version from which the version number spends its bits differently
_INVALID_LOGON = 1017
_LOCKED = 28000
_EXPIRED = 28001
_IN_GRACE = 28002
_GRACE_DAYS = 7  # PASSWORD_GRACE_TIME of the DEFAULT profile
_WRONG_OLD_PASSWORD = 28008
_INVALID_PASSWORD = 988
_LONGEST_PASSWORD = 30  # bytes
_LONGEST_PASSWORD_23AI = 1024


def fold_user(name: str) -> str:
    """A user name as the database stores it: upper case unless quoted."""
    if len(name) > 1 and name.startswith('"') and name.endswith('"'):
        return name[1:-1]
    return name.upper()


@dataclasses.dataclass
class LoggedOn:
    """challenge still holds the combined key, under which a later password change is sent."""

    session: EngineSession
    database: EngineDatabase
    user: str
    challenge: Challenge
    client: ClientCapabilities

    def change_password(self, call: Authenticate) -> bytes:
        """The reply to a password change by the connected user. Raises OraError 28008 for a wrong old password."""
        credentials = self.database.credentials(self.user)
        try:
            old = self.challenge.decrypt_password(call.value("AUTH_PASSWORD") or "")
            new = self.challenge.decrypt_password(call.value("AUTH_NEWPASSWORD") or "")
        except WrongPassword:
            raise OraError(_WRONG_OLD_PASSWORD) from None
        if credentials is None or credentials.password != old:
            raise OraError(_WRONG_OLD_PASSWORD)
        _change_password(self.database, self.user, new)
        writer = Writer()
        write_pairs(writer, ())
        write_status(writer, self.session.in_transaction)
        return bytes(writer)


class Logon:
    """One client's way in. rounds: PBKDF2 rounds of 12c verifiers; a real database has 4096."""

    def __init__(self, stream: PacketStream, reader: Reader, line: Line, listener: Listener, rounds: int) -> None:
        self._stream = stream
        self._reader = reader
        self._line = line
        self._listener = listener
        self._rounds = rounds
        self._service: str | None = None

    def run(self, profile: Profile | None) -> LoggedOn:
        """profile: None for the one that suits the database's release.

        Raises Disconnected after a refusal or an error was sent.
        """
        database = self._connect(profile)
        client = self._negotiate(profile or profile_for(database.version))
        try:
            return self._authenticate(database, client)
        except OraError as error:
            writer = Writer()
            write_error(writer, error)
            self._stream.write_payload(bytes(writer))
            raise Disconnected from error

    def _connect(self, profile: Profile | None) -> EngineDatabase:
        try:
            request, database = self._find_service()
        except OraError as error:
            self._stream.write(PacketType.REFUSE, refuse_body(error.code))
            raise Disconnected from error
        line = self._line
        version = line.accept_version or (profile or profile_for(database.version)).accept_version
        body = accept_body(version, request.sdu, encryption_required=line.encryption_required)
        self._stream.write(PacketType.ACCEPT, body)
        self._stream.wide = True
        self._stream.sdu = request.sdu
        self._faults(Moment.ACCEPTED, database)
        return database

    def _find_service(self) -> tuple[ConnectRequest, EngineDatabase]:
        while True:
            request = read_connect(self._stream)
            self._service = request.service_name or request.sid
            try:
                self._listener.faults.at_connection(Moment.CONNECT, self._line, service=self._service)
                database = self._listener.lookup(service_name=request.service_name, sid=request.sid)
                self._faults(Moment.CONNECT, database)
                if self._line.service is not None:
                    database = self._listener.lookup(service_name=self._line.service, sid=None)
            except ConnectAgain:
                continue
            return request, database

    def _faults(
        self, moment: Moment, database: EngineDatabase, user: str | None = None, session: EngineSession | None = None
    ) -> None:
        database.faults.at_connection(moment, self._line, service=self._service, user=user, session=session)

    def _negotiate(self, profile: Profile) -> ClientCapabilities:
        self._expect(MESSAGE_PROTOCOL)
        read_protocol(self._reader)
        self._stream.write_payload(protocol_reply(profile))
        self._expect(MESSAGE_DATA_TYPES)
        client = read_data_types(self._reader, profile)
        self._stream.write_payload(data_types_reply(client))
        return client

    def _authenticate(self, database: EngineDatabase, client: ClientCapabilities) -> LoggedOn:
        first = self._read_call(Function.AUTHENTICATE_PHASE_ONE)
        user = fold_user(first.user)
        self._faults(Moment.PHASE_ONE, database, user)
        credentials = database.credentials(user)
        challenge = Challenge(self._verifier(user, credentials))
        writer = Writer()
        write_pairs(writer, challenge.parameters())
        write_status(writer, False)
        self._stream.write_payload(bytes(writer))

        second = self._read_call(Function.AUTHENTICATE_PHASE_TWO)
        self._faults(Moment.PHASE_TWO, database, user)
        warning = _check(challenge, credentials, second, database)
        proxy_client = second.value("PROXY_CLIENT_NAME")
        session = database.open_session(
            user,
            proxy_client=fold_user(proxy_client) if proxy_client else None,
            privilege=second.mode.privilege,
            client=_client_info(first, second),
        )
        session.line = self._line
        try:
            self._faults(Moment.LOGON, database, user, session)
        except Exception:
            session.close()
            raise
        warning = self._line.warning or warning
        writer = Writer()
        write_pairs(
            writer,
            [
                ("AUTH_SVR_RESPONSE", challenge.server_response(), 0),
                *((key, value, 0) for key, value in _session_pairs(database, session, client)),
            ],
        )
        if warning is not None:
            write_warning(writer, warning.code, warning.text())
        write_status(writer, False)
        self._stream.write_payload(bytes(writer))
        return LoggedOn(session, database, user, challenge, client)

    def _verifier(self, user: str, credentials: Credentials | None) -> Verifier:
        if credentials is None or credentials.password is None:
            return dummy_verifier(user, self._rounds)
        return verifier_for(user, credentials.password, credentials.verifier, self._rounds)

    def _expect(self, message: int) -> None:
        got = self._reader.u8()
        if got != message:
            raise ProtocolError(f"message {got} instead of {message}")

    def _read_call(self, function: Function) -> Authenticate:
        """Raises OraError 1017 for the logons without password, which begin with the second phase."""
        self._expect(MESSAGE_FUNCTION)
        got = self._reader.u8()
        self._reader.skip(1)
        if got == function:
            return read_authenticate(self._reader, got)
        if got == Function.AUTHENTICATE_PHASE_TWO:
            raise OraError(_INVALID_LOGON)
        raise ProtocolError(f"function {got} instead of a logon")


def _check(
    challenge: Challenge, credentials: Credentials | None, call: Authenticate, database: EngineDatabase
) -> OraError | None:
    """Password and account; changes an expired password when the client sent a new one.

    Returns what the client is only warned of. Raises OraError 1017, 28000, 28001.
    """
    password: str | None = None
    replacement: str | None = None
    try:
        challenge.combine(call.value("AUTH_SESSKEY") or "")
        password = challenge.decrypt_password(call.value("AUTH_PASSWORD") or "")
        if encrypted := call.value("AUTH_NEWPASSWORD"):
            replacement = challenge.decrypt_password(encrypted)
    except WrongPassword:
        password = None
    if credentials is not None and "LOCKED" in credentials.status:
        raise OraError(_LOCKED)
    if credentials is None or password is None or password != credentials.password:
        raise OraError(_INVALID_LOGON)
    if replacement is not None:
        _change_password(database, credentials.user, replacement)
        return None
    if credentials.status == "EXPIRED":
        raise OraError(_EXPIRED)
    return OraError(_IN_GRACE, _GRACE_DAYS) if credentials.status == "EXPIRED(GRACE)" else None


def _change_password(database: EngineDatabase, user: str, password: str) -> None:
    """Raises OraError 988 for a password that is empty or too long (Security Guide, password length)."""
    longest = _LONGEST_PASSWORD_23AI if database.version[0] >= 23 else _LONGEST_PASSWORD
    if not 1 <= len(password.encode()) <= longest:
        raise OraError(_INVALID_PASSWORD)
    database.change_password(user, password)


def _client_info(first: Authenticate, second: Authenticate) -> ClientInfo:
    return ClientInfo(
        program=first.value("AUTH_PROGRAM_NM") or "",
        machine=first.value("AUTH_MACHINE") or "",
        os_user=first.value("AUTH_SID") or "",
        process=first.value("AUTH_PID") or "",
        terminal=first.value("AUTH_TERMINAL") or "",
        driver_name=second.value("SESSION_CLIENT_DRIVER_NAME") or "",
    )


def _session_pairs(
    database: EngineDatabase, session: EngineSession, client: ClientCapabilities
) -> list[tuple[str, str]]:
    return [
        ("AUTH_VERSION_STRING", "- Production"),
        ("AUTH_VERSION_NO", str(_version_number(database.version, client.field_version))),
        ("AUTH_SESSION_ID", str(session.sid)),
        ("AUTH_SERIAL_NUM", str(session.serial)),
        # Without it python-oracledb turns its statement cache off.
        ("AUTH_MAX_OPEN_CURSORS", str(OPEN_CURSORS)),
        ("AUTH_MAX_IDEN_LENGTH", "128" if database.version >= (12, 2, 0, 0, 0) else "30"),
        ("AUTH_SC_DBUNIQUE_NAME", database.db_name),
        ("AUTH_SC_REAL_DBUNIQUE_NAME", database.unique_name),
        ("AUTH_SC_DB_DOMAIN", database.domain),
        ("AUTH_SC_SERVICE_NAME", session.service_name),
        ("AUTH_SC_INSTANCE_NAME", session.instance_name),
        ("AUTH_INSTANCENAME", session.instance_name),
        ("AUTH_DBNAME", database.db_name),
    ]


def _version_number(version: tuple[int, int, int, int, int], field_version: int) -> int:
    first, second, third, fourth, fifth = version
    if field_version >= _NEW_VERSION_LAYOUT:
        return first << 24 | second << 16 | third << 12 | fourth << 4 | fifth
    return first << 24 | second << 20 | third << 12 | fourth << 8 | fifth
