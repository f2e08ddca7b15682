# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of single options. Each raises InvalidOption, which names the option and never repeats the value."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._digest import is_digest
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._names import name_problem, require_target_name

MAX_OBJECT_ID = 10**38 - 1
"""Largest integer that a NUMBER holds exactly."""

MAX_TARGETS = 10_000
"""Jobs or tables that one task may name. Whoever names more is more likely to have built the list wrongly."""

_DURATION = re.compile(r"([0-9]{1,9})([smhdw]?)")
_UNIT = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_MAX_DSN = 4096
# user/password@…, user@… and user/@…, the forms in which a connect string carries a logon
_LOGON_IN_DSN = re.compile(r"^[^(@]*@")
_LOGON_IN_DESCRIPTOR = re.compile(r"\(\s*(user|password|proxy_client_name)\s*=", re.IGNORECASE)
_SIMPLE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_$#]{0,127}")
_LIMITS = {
    "port": (1, 65_535),
    "tcp_connect_timeout": (1, 3600),
    "connect_deadline": (1, 3600),
    "call_timeout": (1, 86_400),
    "total_deadline": (1, 86_400),
    "retry_count": (0, 100),
    "retry_delay": (0, 600),
}
_NOT_EMPTY = ("host", "service_name", "sid", "dsn", "user", "proxy_user", "oracle_home", "oracle_sid", "container")


def seconds(option: str, text: object, minimum: int = 0, maximum: int = 10**9) -> int:
    """Seconds that a duration like "90", "15m" or "7d" stands for."""
    match = _DURATION.fullmatch(str(text).strip())
    if not match or isinstance(text, bool):
        raise InvalidOption(option, "a number of seconds, or a number followed by s, m, h, d or w")
    value = int(match[1]) * _UNIT[match[2]]
    check_range(option, value, minimum, maximum)
    return value


def check_range(option: str, value: float, minimum: float, maximum: float) -> None:
    """Refuse numbers outside the limits, and what is no number at all."""
    if not minimum <= value <= maximum:
        raise InvalidOption(option, f"must be from {minimum} to {maximum}")


def check_identity(prefix: str, target: Mapping[str, Any]) -> None:
    """Refuse what cannot identify one job and its table. With a number or a digest beside it, a name is no pattern."""
    exact = target.get("object_id") is not None or target["digest"] is not None
    for option in ("owner", "name"):
        require_target_name(prefix + option, target[option], exact)
    if target["digest"] is not None and not is_digest(target["digest"]):
        raise InvalidOption(prefix + "digest", "must be sha256: followed by 64 lower-case hexadecimal digits")
    object_id = target.get("object_id")
    if object_id is not None:
        check_range(prefix + "object_id", object_id, 1, MAX_OBJECT_ID)
    for option in ("dbid", "con_uid"):
        if target[option] is not None:
            check_range(prefix + option, target[option], 0, MAX_OBJECT_ID)
    bin_name = target.get("recycle_bin_name")
    if bin_name is not None and name_problem(bin_name):
        raise InvalidOption(prefix + "recycle_bin_name", str(name_problem(bin_name)))


def check_length(option: str, targets: Sequence[Any]) -> None:
    """Refuse a list that is longer than anything a person has looked at."""
    if len(targets) > MAX_TARGETS:
        raise InvalidOption(option, f"must not have more than {MAX_TARGETS} entries")


def check_duplicates(option: str, identities: Sequence[Hashable]) -> None:
    """Refuse a list that names the same thing twice."""
    seen: set[Hashable] = set()
    for position, identity in enumerate(identities):
        if identity in seen:
            raise InvalidOption(f"{option}[{position}]", "is named twice")
        seen.add(identity)


def check_patterns(option: str, patterns: Sequence[Mapping[str, Any]]) -> None:
    """Refuse empty patterns, which would silently protect nothing."""
    for position, pattern in enumerate(patterns):
        for part in ("owner", "name"):
            if not str(pattern.get(part, "*")).strip():
                raise InvalidOption(f"{option}[{position}].{part}", "must not be empty")


def check_connection(parameters: Mapping[str, Any]) -> None:
    """Refuse connection options that cannot work, or that carry a secret where it would be shown."""
    for option in _NOT_EMPTY:
        value = parameters[option]
        if value is not None and not str(value).strip():
            raise InvalidOption(option, "must not be empty")
    for option, (minimum, maximum) in _LIMITS.items():
        check_range(option, parameters[option], minimum, maximum)
    if parameters["dsn"] is not None:
        _check_dsn(parameters["dsn"])
    _check_address(parameters)
    if parameters["proxy_user"] is not None:
        require_target_name("proxy_user", parameters["proxy_user"])
        if "[" in (parameters["user"] or ""):
            raise InvalidOption("proxy_user", "user already names the user to act as")
    if parameters["container"] is not None and not _SIMPLE_NAME.fullmatch(parameters["container"]):
        raise InvalidOption("container", "must be the plain name of a pluggable database")


def _check_dsn(dsn: str) -> None:
    if len(dsn) > _MAX_DSN:
        raise InvalidOption("dsn", f"must not be longer than {_MAX_DSN} characters")
    if any(ord(character) < 32 and character not in "\t\n\r" for character in dsn):
        raise InvalidOption("dsn", "must not contain control characters")
    if _LOGON_IN_DSN.match(dsn) or _LOGON_IN_DESCRIPTOR.search(dsn):
        raise InvalidOption("dsn", "must not contain credentials, give them as user and password")
    if dsn.count("(") != dsn.count(")"):
        raise InvalidOption("dsn", "its parentheses do not match")


def _check_address(parameters: Mapping[str, Any]) -> None:
    if parameters["host"] is not None:
        if parameters["service_name"] is None and parameters["sid"] is None:
            raise InvalidOption("service_name", "host needs service_name or sid")
    elif parameters["oracle_sid"] is not None:
        if not parameters["thick_mode"]:
            raise InvalidOption("thick_mode", "must be true for a local connection by oracle_home and oracle_sid")
    elif parameters["dsn"] is None:
        option = "host" if parameters["service_name"] or parameters["sid"] else "dsn"
        raise InvalidOption(option, "one of dsn, host and oracle_sid is required")
