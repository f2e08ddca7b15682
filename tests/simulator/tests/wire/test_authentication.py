# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server's half of the logon computation against a client's half written from the protocol's description."""

from __future__ import annotations

import contextlib
import hashlib
import os

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from simora.wire.authentication import (
    VERIFIER_11G,
    VERIFIER_12C,
    Challenge,
    Verifier,
    WrongPassword,
    dummy_verifier,
    verifier_for,
)


def _cbc(key: bytes, data: bytes, *, encrypt: bool) -> bytes:
    cipher = Cipher(algorithms.AES(key), modes.CBC(bytes(16)))
    worker = cipher.encryptor() if encrypt else cipher.decryptor()
    return worker.update(data) + worker.finalize()


class Client:
    """A driver's side of one logon."""

    def __init__(self, password: str, parameters: list[tuple[str, str, int]]) -> None:
        values = {name: value for name, value, dummy in parameters}
        flags = {name: flag for name, dummy, flag in parameters}
        salt = bytes.fromhex(values["AUTH_VFR_DATA"])
        self.verifier_type = flags["AUTH_VFR_DATA"]
        if self.verifier_type == VERIFIER_12C:
            rounds = int(values["AUTH_PBKDF2_VGEN_COUNT"])
            key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt + b"AUTH_PBKDF2_SPEEDY_KEY", rounds, 64)
            password_hash = hashlib.sha512(key + salt).digest()[:32]
        else:
            password_hash = hashlib.sha1(password.encode() + salt).digest() + bytes(4)
        server_half = _cbc(password_hash, bytes.fromhex(values["AUTH_SESSKEY"]), encrypt=False)
        own_half = os.urandom(len(server_half))
        self.session_key = _cbc(password_hash, own_half, encrypt=True).hex().upper()
        if self.verifier_type == VERIFIER_12C:
            mixed = (own_half + server_half).hex().upper().encode()
            rounds = int(values["AUTH_PBKDF2_SDER_COUNT"])
            derivation_salt = bytes.fromhex(values["AUTH_PBKDF2_CSK_SALT"])
            self.key = hashlib.pbkdf2_hmac("sha512", mixed, derivation_salt, rounds, 32)
        else:
            mixed = bytes(a ^ b for a, b in zip(own_half[16:40], server_half[16:40], strict=True))
            self.key = (hashlib.md5(mixed[:16]).digest() + hashlib.md5(mixed[16:]).digest())[:24]

    def encrypted(self, password: str) -> str:
        plain = os.urandom(16) + password.encode()
        padding = 16 - len(plain) % 16
        return _cbc(self.key, plain + bytes((padding,)) * padding, encrypt=True).hex().upper()

    def trusts(self, server_response: str) -> bool:
        return _cbc(self.key, bytes.fromhex(server_response), encrypt=False)[16:32] == b"SERVER_TO_CLIENT"


@pytest.mark.parametrize(("kind", "type_number"), [("12C", VERIFIER_12C), ("11G", VERIFIER_11G)])
@pytest.mark.parametrize("password", ["tiger", "x", "sixteen bytes ok", "Grüße€", "a" * 64])
def test_the_right_password_gets_through(kind: str, type_number: int, password: str) -> None:
    challenge = Challenge(verifier_for("SCOTT", password, kind, 3))
    client = Client(password, challenge.parameters())
    challenge.combine(client.session_key)
    assert client.verifier_type == type_number
    assert challenge.decrypt_password(client.encrypted(password)) == password
    assert client.trusts(challenge.server_response())


@pytest.mark.parametrize("kind", ["12C", "11G"])
def test_a_wrong_password_never_decrypts_to_the_right_one(kind: str) -> None:
    challenge = Challenge(verifier_for("SCOTT", "tiger", kind, 1))
    client = Client("lion", challenge.parameters())
    challenge.combine(client.session_key)
    with contextlib.suppress(WrongPassword):
        assert challenge.decrypt_password(client.encrypted("tiger")) != "tiger"
    assert not client.trusts(challenge.server_response())


@pytest.mark.parametrize("garbage", ["", "no hexadecimal", "00", "00" * 17])
def test_garbage_counts_as_a_wrong_password(garbage: str) -> None:
    challenge = Challenge(verifier_for("SCOTT", "tiger", "11G", 1))
    with pytest.raises(WrongPassword):
        challenge.combine(garbage)


def test_an_account_keeps_its_verifier() -> None:
    assert verifier_for("SCOTT", "tiger", "12C", 1) is verifier_for("SCOTT", "tiger", "12C", 1)
    assert verifier_for("SCOTT", "tiger", "12C", 1).salt != verifier_for("ADAMS", "tiger", "12C", 1).salt


def test_an_unknown_user_looks_like_a_known_one() -> None:
    unknown: Verifier = dummy_verifier("NOBODY", 1)
    assert unknown.salt == dummy_verifier("NOBODY", 1).salt
    assert [name for name, dummy, dummy in Challenge(unknown).parameters()] == [
        name for name, dummy, dummy in Challenge(verifier_for("SCOTT", "tiger", "12C", 1)).parameters()
    ]
