# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Password authentication (O5LOGON) with 12c and 11g verifiers: the server's half of the computation.

Server and client each choose a random half of a session key and send it encrypted with the password's hash; both
halves together give the key under which the client then sends the password itself.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

VERIFIER_11G = 0x1B25
VERIFIER_12C = 0x4815
_BLOCK = 16
_SALT_SIZE = 16
_KEY_DERIVATION_ROUNDS = 3  # AUTH_PBKDF2_SDER_COUNT of a real server
_SERVER_MARK = b"SERVER_TO_CLIENT"


class WrongPassword(Exception):
    """What the client sent does not decrypt to the password."""


@dataclasses.dataclass(frozen=True)
class Verifier:
    """What a database stores of a password. type: VERIFIER_11G or VERIFIER_12C; rounds: PBKDF2, 12c only."""

    type: int
    salt: bytes
    hash: bytes
    rounds: int


@functools.lru_cache(maxsize=4096)
def verifier_for(user: str, password: str, kind: str, rounds: int) -> Verifier:
    """The verifier of an account, made once as CREATE USER would. kind: 11G or 12C."""
    salt = os.urandom(_SALT_SIZE)
    if kind == "11G":
        return Verifier(VERIFIER_11G, salt, hashlib.sha1(password.encode() + salt).digest() + bytes(4), 0)
    key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt + b"AUTH_PBKDF2_SPEEDY_KEY", rounds, 64)
    return Verifier(VERIFIER_12C, salt, hashlib.sha512(key + salt).digest()[:32], rounds)


def dummy_verifier(user: str, rounds: int) -> Verifier:
    """For a user that does not exist, so that the client learns no more than from a wrong password."""
    return verifier_for(user, "", "12C", rounds)


class Challenge:
    """One logon attempt against a verifier, from the server's half of the key to the client's password."""

    def __init__(self, verifier: Verifier) -> None:
        self._verifier = verifier
        self._own_half = os.urandom(32 if verifier.type == VERIFIER_12C else 48)
        self._derivation_salt = os.urandom(_SALT_SIZE)
        self._key = b""

    def parameters(self) -> list[tuple[str, str, int]]:
        """What the server answers to the first phase: names, values and flags."""
        session_key = _encrypt(self._verifier.hash, self._own_half)
        parameters = [
            ("AUTH_SESSKEY", _hex(session_key), 0),
            ("AUTH_VFR_DATA", _hex(self._verifier.salt), self._verifier.type),
        ]
        if self._verifier.type == VERIFIER_12C:
            parameters += [
                ("AUTH_PBKDF2_CSK_SALT", _hex(self._derivation_salt), 0),
                ("AUTH_PBKDF2_VGEN_COUNT", str(self._verifier.rounds), 0),
                ("AUTH_PBKDF2_SDER_COUNT", str(_KEY_DERIVATION_ROUNDS), 0),
            ]
        return parameters

    def combine(self, client_session_key: str) -> None:
        """Takes the client's half (hexadecimal). Raises WrongPassword when it cannot be one."""
        client_half = _decrypt(self._verifier.hash, _unhex(client_session_key))
        if self._verifier.type == VERIFIER_12C:
            halves = _hex(client_half[:32] + self._own_half).encode()
            rounds = _KEY_DERIVATION_ROUNDS
            self._key = hashlib.pbkdf2_hmac("sha512", halves, self._derivation_salt, rounds, 32)
            return
        if len(client_half) != len(self._own_half):
            raise WrongPassword
        mixed = bytes(own ^ other for own, other in zip(self._own_half[16:40], client_half[16:40], strict=True))
        self._key = (hashlib.md5(mixed[:16]).digest() + hashlib.md5(mixed[16:]).digest())[:24]

    def decrypt_password(self, encrypted: str) -> str:
        """The password from its encrypted form (hexadecimal). Raises WrongPassword for garbage."""
        plain = _decrypt(self._key, _unhex(encrypted))
        padding = plain[-1]
        if not 1 <= padding <= _BLOCK:
            raise WrongPassword
        try:
            return plain[_BLOCK:-padding].decode()
        except UnicodeDecodeError as error:
            raise WrongPassword from error

    def server_response(self) -> str:
        """AUTH_SVR_RESPONSE, by which the client knows that the server holds the verifier."""
        return _hex(_encrypt(self._key, os.urandom(_BLOCK) + _SERVER_MARK + bytes((_BLOCK,)) * _BLOCK))


def _hex(data: bytes) -> str:
    return data.hex().upper()


def _unhex(text: str) -> bytes:
    try:
        data = bytes.fromhex(text)
    except ValueError as error:
        raise WrongPassword from error
    if not data or len(data) % _BLOCK:
        raise WrongPassword
    return data


def _encrypt(key: bytes, data: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(bytes(_BLOCK))).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def _decrypt(key: bytes, data: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(key), modes.CBC(bytes(_BLOCK))).decryptor()
    return decryptor.update(data) + decryptor.finalize()
