# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a module may run in the controller itself, and what the variable datapump_direct says about it."""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

VARIABLE = "datapump_direct"

_MODES = {"auto": "auto", "never": "never", "always": "always", "true": "auto", "false": "never"}
_TRUE = {"1", "y", "yes", "on", "true", "t", "1.0"}
# Everything else may be looked at when Python starts, or when the driver is imported, which happened long ago.
_HARMLESS_VARIABLES = re.compile(r"DATAPUMP_\w+|TNS_ADMIN|PATH|HOME|USER|LOGNAME|[a-z]+_proxy|[A-Z]+_PROXY")


@dataclass(frozen=True)
class Situation:
    """What decides.

    interpreter: the one that was asked for, None if none was. environment: names the task sets. driver: can be
    imported. core: this ansible-core is one that direct execution knows.
    """

    transport: str
    become: bool
    asynchronous: bool
    interpreter: str | None
    own_interpreter: str
    environment: Iterable[str]
    options: Mapping[str, Any]
    driver: bool
    can_fork: bool
    core: bool


def mode_of(value: Any) -> str | None:
    """auto, never or always; None for a value that means nothing."""
    return _MODES.get(str(value).strip().lower())


def hindrance(situation: Situation) -> str | None:
    """Why the module cannot run in the controller, None if it can."""
    foreign = sorted(name for name in situation.environment if not _HARMLESS_VARIABLES.fullmatch(name))
    hindrances = {
        f"the connection is {situation.transport}, not local": situation.transport != "local",
        "the task uses become": situation.become,
        "the task is asynchronous": situation.asynchronous,
        f"another interpreter is asked for, {situation.interpreter}": not _is_own_interpreter(situation),
        "thick mode needs a process of its own": _uses_thick_mode(situation.options),
        f"the task's environment sets {', '.join(foreign)}, which only a new process heeds": bool(foreign),
        "python-oracledb cannot be imported by the Python that runs Ansible": not situation.driver,
        "this platform cannot fork": not situation.can_fork,
        "this release of ansible-core is not known to direct execution": not situation.core,
    }
    return next((text for text, holds in hindrances.items() if holds), None)


def _is_own_interpreter(situation: Situation) -> bool:
    wanted, own = situation.interpreter, situation.own_interpreter
    if wanted is None or wanted.startswith("auto") or wanted == own:
        return True
    # The real path alone says little: that of a virtual environment is the Python which it was made from.
    return os.path.dirname(wanted) == os.path.dirname(own) and os.path.realpath(wanted) == os.path.realpath(own)


def _uses_thick_mode(options: Mapping[str, Any]) -> bool:
    return str(options.get("thick_mode", "")).strip().lower() in _TRUE or bool(options.get("oracle_sid"))
