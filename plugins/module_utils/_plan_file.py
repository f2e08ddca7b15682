# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans that are given back as consent: taken as a whole, or refused as a whole. Pure.

The seal shows that a plan is as it was written. It is no signature: what makes consent safe is that each entry's digest
must still be that of the facts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._decide import Place
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption

VERSION = 1
"""Of the form of plans and of the lists made from them."""


def seal_of(proposal: Sequence[Mapping[str, Any]]) -> str:
    """A digest of what is proposed, whatever the order of the keys."""
    text = json.dumps([dict(entry) for entry in proposal], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def proposal_of(plan: Mapping[str, Any], place: Place) -> Sequence[Any]:
    """What a plan proposes. Raises InvalidOption for another version or database, and when the plan was edited."""
    database = plan.get("database")
    header = {"version": plan.get("version"), **(database if isinstance(database, Mapping) else {})}
    check_header("confirmed", header, place)
    proposal = plan.get("proposal")
    if not isinstance(proposal, Sequence) or isinstance(proposal, str):
        raise InvalidOption("confirmed", "must be a list of jobs, or a plan")
    if any(not isinstance(entry, Mapping) for entry in proposal) or seal_of(proposal) != plan.get("seal"):
        raise InvalidOption("confirmed", "the plan was edited; give the entries of its proposal as a list instead")
    return proposal


def check_header(option: str, header: Any, place: Place) -> None:
    """Raise InvalidOption unless a header names a version that is known here, and this database and container."""
    if not isinstance(header, Mapping) or header.get("version") != VERSION or isinstance(header["version"], bool):
        raise InvalidOption(option, f"version {VERSION} is the only one that is known here")
    for part, here in (("dbid", place.dbid), ("con_uid", place.con_uid)):
        if str(header.get(part)) != str(here):
            raise InvalidOption(option, f"was made for another database: its {part} is not {here}")
