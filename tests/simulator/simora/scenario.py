# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scenario files: YAML, checked against a JSON schema, turned into databases behind a listener."""

from __future__ import annotations

import functools
import json
import pathlib
from collections.abc import Iterable, Mapping
from typing import Any

import jsonschema
import yaml

from .errors import OraError
from .world.builder import build_database
from .world.listener import Listener

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads hundreds of databases in no time
_SCHEMA = pathlib.Path(__file__).with_name("scenario_schema.json")


class ScenarioError(Exception):
    """What is wrong with a scenario, beginning with the file and the place in it."""


def load(paths: Iterable[str | pathlib.Path]) -> Listener:
    """All databases of all files behind one listener. Raises ScenarioError."""
    listener = Listener()
    for path in paths:
        try:
            content = yaml.load(pathlib.Path(path).read_text(encoding="utf-8"), _Loader)
        except (OSError, yaml.YAMLError) as error:
            raise ScenarioError(f"{path}: {error}") from error
        add(listener, content, str(path))
    return listener


def add(listener: Listener, content: Any, source: str = "scenario") -> None:
    """Adds the databases of one scenario, given as parsed YAML. Raises ScenarioError."""
    check(content, source)
    try:
        for fault in content.get("faults", ()):
            listener.faults.inject(fault)
    except ValueError as error:
        raise ScenarioError(f"{source}: faults: {error}") from error
    for number, description in enumerate(content["databases"]):
        place = f"{source}: databases[{number}] ({description['name']})"
        try:
            database = build_database(listener, description, content.get("clock", {}))
            for fault in description.get("faults", ()):
                database.faults.inject(fault)
        except (ValueError, OraError) as error:
            raise ScenarioError(f"{place}: {error}") from error


def check(content: Any, source: str) -> None:
    """Raises ScenarioError with one line per fault, each naming the path to it."""
    faults = sorted(_validator().iter_errors(content), key=lambda fault: [str(part) for part in fault.absolute_path])
    if faults:
        raise ScenarioError("\n".join(f"{source}: {_path(fault.absolute_path)}: {fault.message}" for fault in faults))


@functools.cache
def _validator() -> jsonschema.protocols.Validator:
    schema: Mapping[str, Any] = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def _path(parts: Iterable[str | int]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return text.lstrip(".") or "the file"
