# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules in interpreters of their own, for what must be so when one starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from ansible_collections.dbops.datapump.tests.resilience.launcher import Ended

_INTERPRETER = """
import json, sys
{before}
from ansible.module_utils import basic
basic._ANSIBLE_ARGS = sys.stdin.buffer.read()
if hasattr(basic, "_ANSIBLE_PROFILE"):
    basic._ANSIBLE_PROFILE = "legacy"
from ansible_collections.dbops.datapump.plugins.modules import {module}
{module}.main()
"""


def run_in_interpreter(
    module: str, arguments: Mapping[str, Any], *, before: str = "", environment: Mapping[str, str] | None = None
) -> Ended:
    """A module in an interpreter of its own, for what must be so when it starts. before: statements to run first."""
    ended = subprocess.run(
        [sys.executable, "-c", _INTERPRETER.format(before=before, module=module)],
        input=json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode(),
        env={**os.environ, **(environment or {})},
        capture_output=True,
        check=False,
        timeout=100,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)
