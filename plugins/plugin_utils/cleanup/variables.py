# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The variables of the role C(cleanup), as its actions read them.

An action is not given them as options: each would be a template to compile for each host, and all of them would travel
back with the result.
"""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleActionFail, AnsibleUndefinedVariable
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.outcome import Outcome, unique
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.texts import MOST_SHOWN
from ansible_collections.dbops.datapump.plugins.plugin_utils.large_result import whole

_NO_READING = "This phase needs what the phase 'find' reads, and 'find' did not run."
_NO_PLAN = "This phase needs the plan that the phase 'verify' makes, and 'verify' did not run."
_CONSENT = "datapump_cleanup_confirmed"
_PENDING = "datapump_cleanup_pending"


class RoleVariables:
    """What the user of the role gave, and what its phases registered, for one host."""

    def __init__(self, action: ActionBase, task_vars: Mapping[str, Any]) -> None:
        self._templar, self._loader = action._templar, action._loader
        self._variables = task_vars
        self.host = str(task_vars["inventory_hostname"])

    @property
    def most_shown(self) -> int | None:
        """How many of a kind the screen shows, None for all of them."""
        return MOST_SHOWN if self.wants_files else None

    def given(self, name: str, otherwise: Any = None) -> Any:
        """A variable of the user. Raises AnsibleError when there is one that cannot be templated."""
        return self._templar.template(self._variables[name]) if name in self._variables else otherwise

    def registered(self, name: str) -> dict[str, Any]:
        """What a phase of this run registered; nothing of one that did not run."""
        return whole(self._variables.get(f"__datapump_cleanup_{name}") or {})

    @property
    def run_id(self) -> str:
        """By which sessions and reports are known."""
        return str(self._variables["__datapump_cleanup_run_id"])

    @functools.cached_property
    def folder(self) -> str:
        """The report folder of the host."""
        return os.path.join(self.given("datapump_cleanup_report_folder"), self.host.replace("/", "_"))

    @property
    def wants_files(self) -> bool:
        """Whether the report is left in files too."""
        return bool(boolean(self.given("datapump_cleanup_report")))

    @property
    def external_tables(self) -> bool:
        """Whether any are to be dropped."""
        return bool(self.given("datapump_cleanup_external_tables"))

    @property
    def reading(self) -> Mapping[str, Any]:
        """What the phase find read. Raises AnsibleActionFail when it did not run."""
        try:
            facts: Mapping[str, Any] = self.registered("found")["ansible_facts"]["datapump"]
        except KeyError:
            raise AnsibleActionFail(_NO_READING) from None
        return facts

    def outcome(self) -> Outcome:
        """What all phases left. Raises AnsibleActionFail when one is missing without which nothing can be told."""
        verified = self.registered("verified")
        if "plan" not in verified:
            raise AnsibleActionFail(_NO_PLAN)
        results = {name: self.registered(name) for name in ("dropped", "purged", "stopped", "confirmed")}
        return Outcome(self.host, self.run_id, self.reading, verified["plan"], verified["pending"], **results)

    def consent(self) -> tuple[list[Any], Any]:
        """The jobs that were confirmed, and what a file of them was made for: None for any database.

        Raises AnsibleActionFail for a file that holds something else, and AnsibleError for one that cannot be read.
        """
        confirmed = list(self.given(_CONSENT))
        path = self.given("datapump_cleanup_confirmed_file")
        if not path:
            return confirmed, None
        content = self._file(os.path.realpath(path))
        if _CONSENT not in content:
            raise AnsibleActionFail(f"The file of datapump_cleanup_confirmed_file does not hold {_CONSENT}.")
        return [*confirmed, *self._templar.template(content[_CONSENT])], self._templar.template(content.get("made_for"))

    def pending(self) -> list[Mapping[str, Any]]:
        """What earlier runs left to be purged: as it was given, and as it stands in the report folder of the host."""
        given = self.given(_PENDING)
        if isinstance(given, Mapping):
            given = given.get(self.host, [])
        path = os.path.join(self.folder, "pending.yml")
        in_file = self._templar.template(self._file(path)[_PENDING]) if os.path.isfile(path) else []
        return unique([*given, *in_file])

    def logon(self) -> dict[str, str]:
        """How a person would log on: C(user), and C(address) as a connect string."""
        address = self._given_or_not("datapump_dsn")
        if address is None:
            host, port, service = (
                self._given_or_not(f"datapump_{name}", otherwise)
                for name, otherwise in (("host", "localhost"), ("port", 1521), ("service_name", ""))
            )
            address = f"//{host}:{port}/{service}"
        return {"user": str(self._given_or_not("datapump_user", "")), "address": str(address)}

    def _given_or_not(self, name: str, otherwise: Any = None) -> Any:
        try:
            return self.given(name, otherwise)
        except AnsibleUndefinedVariable:
            return otherwise

    def _file(self, path: str) -> dict[str, Any]:
        """A file of variables, as C(include_vars) reads it: vaulted or not, with its templates."""
        trusted = "trusted_as_template" in inspect.signature(self._loader.load_from_file).parameters
        content = self._loader.load_from_file(path, **({"trusted_as_template": True} if trusted else {}))
        if not isinstance(content, dict):
            raise AnsibleActionFail(f"{path} does not hold variables.")
        return content
