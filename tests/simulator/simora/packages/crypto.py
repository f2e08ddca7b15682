# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_CRYPTO.HASH and MAC are what clean-up scripts use; EXECUTE is not granted to PUBLIC."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from ..errors import OraError
from ..supplied import Parameter, SuppliedPackage
from ..values import RAW
from .describe import Arguments, function, integer

# PL/SQL Packages and Types Reference, "DBMS_CRYPTO", tables of algorithms. MD4 is not offered.
_HASHES = {2: "md5", 3: "sha1", 4: "sha256", 5: "sha384", 6: "sha512"}
_MACS = {1: "md5", 2: "sha1", 3: "sha256", 4: "sha384", 5: "sha512"}


def _bytes(value: Any) -> bytes:
    """The source: RAW, BLOB or CLOB. Raises OraError 28231 for NULL."""
    if value is None:
        raise OraError(28231)
    return value.encode() if isinstance(value, str) else bytes(value)


def _algorithm(algorithms: dict[int, str], number: Any) -> str:
    if number not in algorithms:
        raise OraError(28817)
    return algorithms[number]


def _hash(session: Any, given: Arguments) -> bytes:
    return hashlib.new(_algorithm(_HASHES, given["TYP"]), _bytes(given["SRC"])).digest()


def _mac(session: Any, given: Arguments) -> bytes:
    return hmac.new(_bytes(given["KEY"]), _bytes(given["SRC"]), _algorithm(_MACS, given["TYP"])).digest()


PACKAGE = SuppliedPackage(
    name="DBMS_CRYPTO",
    subprograms=(
        function("HASH", (Parameter("SRC"), integer("TYP")), RAW, _hash),
        function("MAC", (Parameter("SRC"), integer("TYP"), Parameter("KEY", RAW)), RAW, _mac),
    ),
    constants={
        "HASH_MD5": 2,
        "HASH_SH1": 3,
        "HASH_SH256": 4,
        "HASH_SH384": 5,
        "HASH_SH512": 6,
        "HMAC_MD5": 1,
        "HMAC_SH1": 2,
        "HMAC_SH256": 3,
        "HMAC_SH384": 4,
        "HMAC_SH512": 5,
    },
    execute_granted_to_public=False,
)
