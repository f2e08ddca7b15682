# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Removes secrets from texts that somebody may read."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterable, Mapping
from typing import Any

SECRET_OPTIONS = ("password", "wallet_password", "encryption_password")
MASK = "********"
LONGEST_TEXT = 4000
"""Characters of an error text that are kept. A server may send any amount."""
# The bounds keep the search linear in the length of the text, which may be chosen to make it slow.
_CONNECT_STRING = re.compile(r"(?i)(password\s{0,10}=\s{0,10})[^)\s]*|[^\s/\"']{1,128}/[^\s@\"']{1,1024}@")

_USER_INFO = re.compile(r"(?://|^)[^/@:]{0,128}[:/]([^@]{1,1024})@")
_TOKEN = re.compile(r"/p/([^/]{1,1024})/n/|\?(.{1,1024})$", re.DOTALL)


def misplaced(parameters: Mapping[str, Any]) -> set[str]:
    """What looks like a secret in options that are no place for one, and that are shown. They are refused for it."""
    found = {
        str(value)
        for name, value in (parameters.get("parameters") or {}).items()
        if "PASSWORD" in str(name).upper() or "SECRET" in str(name).upper()
    }
    for text in [parameters.get("network_link") or "", *(parameters.get("dumpfile") or [])]:
        for pattern in (_USER_INFO, _TOKEN):
            found |= {group for match in pattern.finditer(text) for group in match.groups() if group}
    return found


class Scrubber:
    """Knows the secrets of a run, in every form in which an error message may contain them."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets if secret.strip() for form in _forms(secret)}
        # The longest first, so that no part of a secret is left over.
        self._forms = sorted(forms, key=len, reverse=True)

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Scrubber:
        """A scrubber for the secrets among a module's parameters. A connect string may hold some as well."""
        secrets = [parameters.get(option) for option in SECRET_OPTIONS]
        dsn = parameters.get("dsn")
        return cls(str(secret) for secret in [*secrets, dsn] if secret)

    def clean(self, text: str) -> str:
        """The text on one line, without secrets, and no longer than anybody wants to read."""
        for form in self._forms:
            text = text.replace(form, MASK)
        text = _CONNECT_STRING.sub(lambda match: (match[1] or "") + MASK, text)
        text = " ".join(text.split())
        return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]} ..."


def _forms(secret: str) -> set[str]:
    forms = {secret, repr(secret)[1:-1], urllib.parse.quote(secret, safe=""), urllib.parse.quote_plus(secret)}
    return forms | {form.upper() for form in forms}
