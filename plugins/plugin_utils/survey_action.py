# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The variables of every host of the play, and whether its database can be read from here."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansible import constants
from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.module_utils.common.validation import check_type_path
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible.template import Templar
from ansible_collections.dbops.datapump.plugins.module_utils import _connection
from ansible_collections.dbops.datapump.plugins.plugin_utils import direct_terms, jitter, logon_limit
from ansible_collections.dbops.datapump.plugins.plugin_utils.direct_action import AS_JSON, is_posix
from ansible_collections.dbops.datapump.plugins.plugin_utils.host_values import ConstantTemplates, HostValues
from ansible_collections.dbops.datapump.plugins.plugin_utils.survey import Database

_CORES_OWN = re.compile(r"^ansible\.(builtin|legacy)\.")


class HostVariables:
    """The variables that the task would see on each host, with every precedence."""

    def __init__(self, action: ActionBase, task_vars: Mapping[str, Any], hosts: list[str]) -> None:
        self._task, self._loader = action._task, action._loader
        self._hostvars = task_vars["hostvars"]
        self._hosts = hosts

    def each(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Hosts and their variables, not templated."""
        manager, inventory = self._hostvars._variable_manager, self._hostvars._inventory
        for name in self._hosts:
            variables = manager.get_vars(
                play=self._task.get_play(),
                host=inventory.get_host(name),
                task=self._task,
                include_hostvars=False,
                _hosts=self._hosts,
                _hosts_all=self._hosts,
            )
            yield name, {**variables, "hostvars": self._hostvars}


def database_of(
    action: ActionBase,
    host: str,
    variables: dict[str, Any],
    name: str,
    own: Mapping[str, Any],
    constant: ConstantTemplates,
) -> Database | None:
    """The database of a host, None if it cannot be read from here.

    name: of the variable that describes it. own: arguments of the survey itself. constant: shared by all
    hosts. Raises AnsibleError and others for
    what cannot be templated.
    """
    values = HostValues(action._loader, variables, constant)
    described = dict(variables[name])
    arguments = {**_plain(values.options(described.pop("connection"))), **own}
    if _hindrance(action, variables, values, arguments) is not None:
        return None
    described = {key: values.of(value) for key, value in described.items()}
    pending, folder = described.get("pending") or [], None
    if isinstance(pending, Mapping):
        pending = pending.get(host, [])
    if described.get("report_folder"):
        folder = Path(check_type_path(described["report_folder"]), host.replace("/", "_"))
        pending = [*pending, *_pending_in(action, str(folder / "pending.yml"))]
    most = int(values.of(variables.get(logon_limit.VARIABLE, logon_limit.DEFAULT)))
    return Database(
        host,
        arguments,
        tuple(_plain(pending)),
        bool(described.get("external_tables")),
        logon_limit.LogonLimit(Path(constants.DEFAULT_LOCAL_TMP), arguments, most),
        folder if boolean(described.get("report", True)) else None,
    )


def spread_of(action: ActionBase, variables: dict[str, Any], workers: int) -> float:
    """The seconds over which so many first connections are spread. Raises AnsibleActionFail."""
    value = Templar(loader=action._loader, variables=variables).template(variables.get(jitter.VARIABLE))
    try:
        return jitter.spread(value, workers)
    except (TypeError, ValueError) as error:
        raise AnsibleActionFail(f"{jitter.VARIABLE} is {value!r}; it takes a number of seconds.") from error


def _hindrance(
    action: ActionBase, variables: Mapping[str, Any], values: HostValues, arguments: Mapping[str, Any]
) -> str | None:
    task = action._task

    def given(name: str, otherwise: Any) -> Any:
        return values.of(variables.get(name, otherwise))

    mode = direct_terms.mode_of(given(direct_terms.VARIABLE, "auto"))
    if mode not in ("auto", "always"):
        return f"{direct_terms.VARIABLE} does not permit it"
    interpreter = given("ansible_python_interpreter", constants.config.get_config_value("INTERPRETER_PYTHON"))
    return direct_terms.hindrance(
        direct_terms.Situation(
            transport=_CORES_OWN.sub(
                "", str(given("ansible_connection", task.connection or constants.DEFAULT_TRANSPORT))
            ),
            become=boolean(given("ansible_become", task.become) or False),
            asynchronous=False,
            interpreter=None if interpreter is None else str(interpreter),
            own_interpreter=sys.executable,
            # One process reads all databases, so that none can have an environment of its own.
            environment=["environment"] if any(task.environment or ()) else [],
            options=arguments,
            driver=_connection.DRIVER_IMPORT_ERROR is None,
            can_fork=is_posix(),
            core=True,
        )
    )


def _pending_in(action: ActionBase, path: str) -> list[dict[str, Any]]:
    if not action._loader.is_file(path):
        return []
    content = action._loader.load_from_file(path)
    if not isinstance(content, dict) or not isinstance(content.get("datapump_cleanup_pending"), list):
        raise AnsibleError(f"{path} does not hold datapump_cleanup_pending.")
    return list(content["datapump_cleanup_pending"])


def _plain(value: Any) -> Any:
    """The same without anything that lives in the controller."""
    return json.loads(json.dumps(value, **AS_JSON))
