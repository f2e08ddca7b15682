# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From AnsibleModule to the work of a module and back. The only file that imports from Ansible."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ansible.module_utils.basic import AnsibleModule, env_fallback, missing_required_lib
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.dbops.datapump.plugins.module_utils import _connection
from ansible_collections.dbops.datapump.plugins.module_utils._deadline import ended_by_signals
from ansible_collections.dbops.datapump.plugins.module_utils._errors import (
    DatabaseError,
    DatapumpError,
    DriverMissing,
    Unavailable,
)
from ansible_collections.dbops.datapump.plugins.module_utils._options import (
    CONNECTION_MUTUALLY_EXCLUSIVE,
    CONNECTION_REQUIRED_TOGETHER,
    ENVIRONMENT,
    ModuleOptions,
    check_parameters,
)
from ansible_collections.dbops.datapump.plugins.module_utils._run import Result, Run
from ansible_collections.dbops.datapump.plugins.module_utils._secrets import SECRET_OPTIONS, Scrubber, misplaced


def run(options: ModuleOptions, work: Callable[[Run], Result]) -> None:
    """Run a module: check its options, do the work, report. Every error ends in one fail_json without secrets."""
    module = AnsibleModule(
        argument_spec=_with_environment(options.argument_spec),
        mutually_exclusive=[*CONNECTION_MUTUALLY_EXCLUSIVE, *options.mutually_exclusive],
        required_together=[*CONNECTION_REQUIRED_TOGETHER, *options.required_together],
        required_one_of=list(options.required_one_of),
        supports_check_mode=True,
    )
    module.no_log_values.update(misplaced(module.params))
    scrubber = Scrubber.of(module.params)
    settings = _connection.Settings.of(module.params, options.name)
    with ended_by_signals(settings.deadline):
        try:
            _work_and_report(module, options, settings, scrubber, work)
        finally:
            # What was printed must be out before a signal can end the process again.
            sys.stdout.flush()


def read(options: ModuleOptions, arguments: Mapping[str, Any], work: Callable[[Run], Result]) -> Result:
    """The result of work that only reads, without a module around it. Raises DatapumpError, without secrets.

    For many databases in one process: may be called in any thread. Warnings of the database at logon are left out.
    """
    validator = ArgumentSpecValidator(
        _with_environment(options.argument_spec),
        mutually_exclusive=[*CONNECTION_MUTUALLY_EXCLUSIVE, *options.mutually_exclusive],
        required_together=[*CONNECTION_REQUIRED_TOGETHER, *options.required_together],
        required_one_of=list(options.required_one_of),
    )
    validated = validator.validate(dict(arguments))
    parameters = validated.validated_parameters
    scrubber = Scrubber.of(parameters)
    if validated.error_messages:
        raise DatapumpError(scrubber.clean(validated.error_messages[0]))
    try:
        check_parameters(options, parameters)
        return work(_run_of(parameters, True, _connection.Settings.of(parameters, options.name), scrubber))
    except Unavailable as error:
        raise Unavailable(scrubber.clean(str(error)), error.codes, error.availability) from None
    except DatabaseError as error:
        raise DatabaseError(error.codes, scrubber.clean(str(error))) from None
    except Exception as error:
        raise DatapumpError(scrubber.clean(str(error) or type(error).__name__)) from None


def _work_and_report(
    module: AnsibleModule,
    options: ModuleOptions,
    settings: _connection.Settings,
    scrubber: Scrubber,
    work: Callable[[Run], Result],
) -> None:
    if not (module.params["dsn"] or "").strip():
        _reveal_connect_string(module)
    try:
        check_parameters(options, module.params)
        _reveal_connect_string(module)
        result = work(_run_of(module.params, module.check_mode, settings, scrubber, module.warn))
    except DriverMissing:
        module.fail_json(msg=missing_required_lib("oracledb"), exception=_connection.DRIVER_IMPORT_ERROR)
    except Unavailable as error:
        module.fail_json(msg=scrubber.clean(str(error)), codes=list(error.codes), connection=error.availability)
    except DatabaseError as error:
        module.fail_json(msg=scrubber.clean(str(error)), codes=list(error.codes))
    except DatapumpError as error:
        module.fail_json(msg=scrubber.clean(str(error)))
    except BaseException as error:  # pylint: disable=broad-exception-caught
        # Also what ends the process: nothing else would keep its text, which may show values, from the errors printed.
        # A traceback may show values too, so only where it happened is told.
        frames = traceback.extract_tb(error.__traceback__)
        module.fail_json(
            msg=scrubber.clean(f"{type(error).__name__}: {error}"),
            where=[f"{frame.name}:{frame.lineno}" for frame in frames],
        )
    told_by = settings.deadline.cut_short_by
    if told_by is not None and result.failure is None:
        result = replace(result, failure=f"{told_by}: the run was told to end, and began nothing more.")
    _report(module, result)


def _reveal_connect_string(module: AnsibleModule) -> None:
    """Let a connect string without a logon be shown: hidden, one as short as "db1" would tear holes into digests."""
    if module.params["dsn"] not in [module.params.get(option) for option in SECRET_OPTIONS]:
        module.no_log_values.discard(module.params["dsn"])


def _run_of(
    parameters: Mapping[str, Any],
    check_mode: bool,
    settings: _connection.Settings,
    scrubber: Scrubber,
    warn: Callable[[str], None] = lambda text: None,
) -> Run:
    @contextlib.contextmanager
    def connector(proxy_for: str | None) -> Iterator[_connection.Session]:
        chosen = settings if proxy_for is None else settings.acting_as(proxy_for)
        with _connection.session(chosen, scrubber) as session:
            if session.warning is not None:
                warn(session.warning)
            yield session

    return Run(parameters, check_mode, connector, lambda: settings.deadline.left_to_begin, settings.run_id)


def _report(module: AnsibleModule, result: Result) -> None:
    for warning in result.warnings:
        module.warn(warning)
    values: dict[str, Any] = {"changed": result.changed, **result.values}
    if result.diff is not None:
        values["diff"] = result.diff
    if result.failure is not None:
        module.fail_json(msg=result.failure, **values)
    module.exit_json(**values)


def _with_environment(spec: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        name: {**option, "fallback": (env_fallback, [ENVIRONMENT[name]])} if name in ENVIRONMENT else option
        for name, option in spec.items()
    }
