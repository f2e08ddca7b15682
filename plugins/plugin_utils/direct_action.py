# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Direct execution: an action that runs a module's main function in the controller. Falls back on the usual way.

The only file that touches names which ansible-core keeps to itself. The module gets its arguments as JSON and returns
JSON, like any other: nothing that lives in the controller, such as its tagged strings, reaches the driver.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ansible import constants
from ansible.errors import AnsibleActionFail
from ansible.module_utils import basic
from ansible.module_utils.common import warnings as module_warnings
from ansible.plugins.action.normal import ActionModule as UsualAction
from ansible.utils.display import Display
from ansible_collections.dbops.datapump.plugins.module_utils import _connection, _progress
from ansible_collections.dbops.datapump.plugins.module_utils._options import CONNECTION
from ansible_collections.dbops.datapump.plugins.module_utils._secrets import Scrubber
from ansible_collections.dbops.datapump.plugins.plugin_utils import (
    direct_process,
    direct_terms,
    jitter,
    large_result,
    logon_limit,
)

try:
    from ansible.module_utils import _internal
    from ansible.module_utils._internal import _traceback
    from ansible.module_utils.common.json import Direction, get_module_decoder, get_module_encoder
except ImportError:  # ansible-core before 2.19
    from ansible.module_utils.common import json as _module_json

    _internal = _traceback = None
    _PROFILE: tuple[str, ...] = ()
    AS_JSON: dict[str, Any] = {"cls": getattr(_module_json, "AnsibleJSONEncoder", None), "vault_to_text": True}
else:
    _PROFILE = ("legacy",)
    AS_JSON = {"cls": get_module_encoder(_PROFILE[0], Direction.CONTROLLER_TO_MODULE)}
    # Loaded in the process that starts the workers. Each of them would load it for itself.
    get_module_decoder(_PROFILE[0], Direction.MODULE_TO_CONTROLLER)

try:
    from ansible.errors import AnsibleValueOmittedError
except ImportError:  # ansible-core before 2.19, which does not ask an action what its arguments are
    AnsibleValueOmittedError = None

try:
    from ansible.vars.clean import remove_internal_keys
except ImportError:  # ansible-core 2.21 and later
    remove_internal_keys = None

_SECONDS_TO_REPORT = 30.0
"""Seconds after total_deadline that a module may take to end the call under way and to report."""
_HANDED_ON = re.compile(r"\{\{ *(?P<variable>(__)?datapump_\w+) *(?P<or_omit>\| *default\(omit\) *)?\}\}")
_OWN_INTERPRETER = re.compile(r"\{\{ *ansible_playbook_python *\}\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

display = Display()


class DirectAction(UsualAction):
    """Base of the actions. Each names the main function of its module."""

    module_main: Callable[[], None]

    @classmethod
    def finalize_task_arg(cls, name: str, value: Any, templar: Any, context: Any) -> Any:
        """What core makes of an argument, sooner: most of them only hand on a variable, or leave out one there is not.

        Each worker would compile each of these templates anew, which costs more than talking to the database.
        """
        handed_on = _HANDED_ON.fullmatch(value) if isinstance(value, str) else None
        if handed_on is not None:
            given = templar.available_variables.get(handed_on["variable"], cls)
            if given is cls and handed_on["or_omit"]:
                raise AnsibleValueOmittedError
            if _stands_for_itself(given):
                value = given
        return super().finalize_task_arg(name, value, templar, context)

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """The result of the task."""
        longest = (task_vars or {}).get(large_result.VARIABLE)
        return large_result.shortened(super().run(tmp, task_vars), longest, Path(constants.DEFAULT_LOCAL_TMP))

    def _execute_module(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Run the module, here or as usual. Raises AnsibleActionFail where it cannot run here, and must."""
        # Called by the usual action, which gives nothing but these two, and by nobody else.
        task_vars = kwargs["task_vars"]
        environment = self._plain(self._environment())
        mode = self._mode(task_vars)
        hindrance = direct_terms.hindrance(self._situation(task_vars, environment))
        if mode == "always" and hindrance is not None:
            raise AnsibleActionFail(f"{direct_terms.VARIABLE} is 'always', but {hindrance}.")
        host = str(task_vars.get("inventory_hostname", ""))
        limit = self._logon_limit(task_vars)
        noted = limit.take_noted(host)
        if noted is not None:
            return noted
        self._wait_for_others(task_vars, host)
        with limit.turn():
            if limit.reached:
                return limit.refusal()
            if mode == "never" or hindrance is not None:
                reason = hindrance or f"{direct_terms.VARIABLE} is 'never'"
                display.vvv(f"{self._task.action} runs as a process of its own: {reason}", host=host)
                result: dict[str, Any] = super()._execute_module(*args, **kwargs)
            else:
                display.vvv(f"{self._task.action} runs in the controller", host=host)
                result = self._execute_here(task_vars, environment, host)
            limit.note(host, result)
        return result

    def _wait_for_others(self, task_vars: Mapping[str, Any], host: str) -> None:
        """Let the connections of the workers that begin together begin one after the other."""
        value = self._templar.template(task_vars.get(jitter.VARIABLE))
        batch = task_vars["ansible_play_batch"]
        workers = min(int(task_vars["ansible_forks"]), len(batch))
        try:
            spread = jitter.spread(value, workers)
        except (TypeError, ValueError) as error:
            raise AnsibleActionFail(f"{jitter.VARIABLE} is {value!r}; it takes a number of seconds.") from error
        place = batch.index(host) if host in batch[:workers] else workers
        seconds = jitter.pause(place, workers, spread, random.random())
        if seconds:
            display.vvv(f"{self._task.action} connects in {seconds:.3f} seconds", host=host)
            time.sleep(seconds)

    def _execute_here(self, task_vars: dict[str, Any], environment: dict[str, Any], host: str) -> dict[str, Any]:
        options = self._task.args
        self._update_module_args(self._task.action, options, task_vars)
        arguments = json.dumps({"ANSIBLE_MODULE_ARGS": options}, **AS_JSON).encode()
        main = self.module_main

        def work(tell: direct_process.Tell) -> None:
            os.environ.update({name: str(value) for name, value in environment.items()})
            _progress.listener = tell
            _become_a_module(arguments)
            main()

        def show(line: str) -> None:
            if not self._task.no_log:
                display.display(f"[{host}] {_CONTROL.sub('?', line)}")

        ended = direct_process.run(work, _total_deadline(options) + _SECONDS_TO_REPORT, show)
        if ended.status is None or ended.status < 0 or not ended.output.rstrip().endswith("}"):
            return _failure(ended, Scrubber.of(options))
        return self._parsed(ended)

    def _parsed(self, ended: direct_process.Ended) -> dict[str, Any]:
        """What core makes of the output of a module."""
        reply = {"rc": ended.status, "stdout": ended.output, "stderr": ended.errors}
        parsed: Any = self._parse_returned_data(reply, *_PROFILE)
        if remove_internal_keys is None:
            parsed.remove_internal_keys()
            return parsed.as_result_dict(for_round_trip=True)
        remove_internal_keys(parsed)
        return parsed

    def _mode(self, task_vars: Mapping[str, Any]) -> str:
        value = self._templar.template(task_vars.get(direct_terms.VARIABLE, "auto"))
        mode = direct_terms.mode_of(value)
        if mode is None:
            raise AnsibleActionFail(f"{direct_terms.VARIABLE} is {value!r}; it takes auto, never or always.")
        return mode

    def _logon_limit(self, task_vars: Mapping[str, Any]) -> logon_limit.LogonLimit:
        value = self._templar.template(task_vars.get(logon_limit.VARIABLE, logon_limit.DEFAULT))
        try:
            limit = int(value)
        except (TypeError, ValueError) as error:
            raise AnsibleActionFail(f"{logon_limit.VARIABLE} is {value!r}; it takes a whole number.") from error
        return logon_limit.LogonLimit(Path(constants.DEFAULT_LOCAL_TMP), self._task.args, limit)

    def _situation(self, task_vars: Mapping[str, Any], environment: Mapping[str, Any]) -> direct_terms.Situation:
        return direct_terms.Situation(
            transport=self._connection.transport,
            become=bool(self._connection.become),
            asynchronous=bool(self._task.async_val),
            interpreter=self._interpreter(task_vars),
            own_interpreter=sys.executable,
            environment=environment,
            options=self._task.args,
            driver=_connection.DRIVER_IMPORT_ERROR is None,
            can_fork=is_posix(),
            core=_is_known_core(self),
        )

    def _interpreter(self, task_vars: Mapping[str, Any]) -> str | None:
        """The interpreter asked for, of the host that the task is delegated to if it is delegated."""
        if self._task.delegate_to:
            task_vars = task_vars["ansible_delegated_vars"][self._task.delegate_to]
        wanted = task_vars.get("ansible_python_interpreter")
        if wanted is None:
            wanted = constants.config.get_config_value("INTERPRETER_PYTHON")
        if wanted is None:
            return None
        # Compiling a template costs a worker more than a statement, and this one stands in most such inventories.
        return sys.executable if _OWN_INTERPRETER.fullmatch(str(wanted)) else str(self._templar.template(wanted))

    def _environment(self) -> dict[str, Any]:
        environment: dict[str, Any] = {}
        self._compute_environment_string(environment)
        return environment

    @staticmethod
    def _plain(value: dict[str, Any]) -> dict[str, Any]:
        """The same without anything that lives in the controller."""
        plain: dict[str, Any] = json.loads(json.dumps(value, **AS_JSON))
        return plain


def _stands_for_itself(value: Any) -> bool:
    """Whether there is nothing to template in a value."""
    return isinstance(value, (bool, int, float)) or value == [] or (isinstance(value, str) and "{" not in value)


def is_posix() -> bool:
    """Whether a process can be forked, and told the time by a signal."""
    return hasattr(os, "fork") and hasattr(signal, "SIGALRM")


def _is_known_core(action: UsualAction) -> bool:
    """Whether this ansible-core has the names of its own that are used here. A later one may lack them."""
    used = [
        (basic, "_ANSIBLE_ARGS"),
        (basic, "_ANSIBLE_PROFILE" if _PROFILE else "_ANSIBLE_ARGS"),
        (module_warnings, "_global_warnings"),
        (module_warnings, "_global_deprecations"),
        (action, "_update_module_args"),
        (action, "_parse_returned_data"),
        (_internal, "is_controller"),
        (_traceback, "_is_traceback_enabled"),
        (_traceback, "_is_module_traceback_enabled"),
    ]
    return AS_JSON["cls"] is not None and all(owner is None or hasattr(owner, name) for owner, name in used)


def _become_a_module(arguments: bytes) -> None:
    """Make this process what a module expects to run in."""
    basic._ANSIBLE_ARGS = arguments
    if _PROFILE:
        (basic._ANSIBLE_PROFILE,) = _PROFILE
    # What the worker has gathered is not this module's to report.
    module_warnings._global_warnings.clear()
    module_warnings._global_deprecations.clear()
    if _internal is not None:
        # Else warnings would be shown by this process, which is not heard, and tracebacks be asked of its options.
        _internal.is_controller = False
        _traceback._is_traceback_enabled = _traceback._is_module_traceback_enabled


def _total_deadline(options: Mapping[str, Any]) -> float:
    """Seconds after which the module ends by itself. What it will refuse does not matter here."""
    default = float(CONNECTION["total_deadline"]["default"])
    try:
        return max(1.0, min(float(options.get("total_deadline", default)), 86_400.0))
    except (TypeError, ValueError):
        return default


def _failure(ended: direct_process.Ended, scrubber: Scrubber) -> dict[str, Any]:
    """The result of a module that did not report."""
    if ended.status is None:
        what = "did not report in time and was ended"
    elif ended.status < 0:
        what = f"was ended by {signal.strsignal(-ended.status) or -ended.status} before it reported"
    else:
        what = f"ended with status {ended.status} before it reported"
    return {
        "failed": True,
        "msg": f"The process that spoke to the database {what}. What it had sent may have been carried out.",
        "rc": ended.status,
        "module_stdout": scrubber.clean(ended.output),
        "module_stderr": scrubber.clean(ended.errors),
    }
