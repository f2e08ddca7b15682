# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports point downwards only: what each layer may import is read from the source."""

from __future__ import annotations

import ast
import pathlib
import re
import sys

import pytest

PREFIX = "ansible_collections.dbops.datapump.plugins.module_utils"
DIRECTORY = pathlib.Path(__file__).parents[4] / "plugins" / "module_utils"

PURE = {
    "_errors",
    "_availability",
    "_exclusion_sql",
    "_names",
    "_assessment",
    "_model",
    "_layout",
    "_lifecycle",
    "_digest",
    "_sql",
    "_guard",
    "_guard_bin",
    "_guard_rows",
    "_guard_alive",
    "_guard_lost",
    "_guard_frame",
    "_kill",
    "_escalation_sql",
    "_job_reasons",
    "_decide_job",
    "_table_truth",
    "_table_reasons",
    "_attach",
    "_rows",
    "_replies",
    "_secrets",
    "_classify",
    "_decide",
    "_checks",
    "_consent",
    "_pending",
    "_plan_file",
    "_shape",
    "_cleanup",
    "_options",
    "_guard_external",
    "_own",
    "_place",
    "_privileges",
    "_job_options",
    "_job_definition",
    "_job_definition_changes",
    "_job_definition_files",
    "_job_definition_filters",
    "_job_definition_model",
    "_job_definition_parameters",
    "_job_definition_rules",
    "_job_definition_values",
    "_job_sql",
    "_job_status",
    "_job_advice",
    "_job_needs",
    "_job_outcome",
    "_job_start_plan",
    "_job_start_report",
    "_decide_start",
    "_dumpfile_items",
    "_dumpfile_names",
    "_dumpfile_options",
    "_dumpfile_set",
}
"""No Ansible, no driver, no clock, no session."""

SERVICES = {
    "_gateway",
    "_reading",
    "_run",
    "_settle",
    "_table_plan",
    "_table_settle",
    "_table_work",
    "_job_work",
    "_facts",
    "_job",
} | {
    "_queries",
    "_unfinished",
    "_job_escalation",
    "_master_table",
    "_job_plan",
    "_exclusion",
    "_repeat",
    "_wedged",
    "_containers",
    "_contents",
    "_external",
    "_progress",
    "_owner_sessions",
    "_job_gateway",
    "_job_client",
    "_job_begin",
    "_job_watch",
    "_job_finish",
    "_job_settle",
    "_job_dump_set",
    "_job_log",
    "_job_start",
    "_job_start_read",
    "_dumpfile",
    "_file_evidence",
    "_file_gateway",
    "_server_files",
}
"""Speak to a session that they are given."""

EDGES = {"_connection", "_deadline", "_module"}

CLOCKS = {"time", "socket", "ssl", "threading", "signal", "subprocess", "os", "random", "uuid"}
STANDARD_LIBRARY = getattr(sys, "stdlib_module_names", None)


def imports_of(name: str) -> set[str]:
    tree = ast.parse((DIRECTORY / f"{name}.py").read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == PREFIX:
            found |= {f"{PREFIX}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def layers_of(name: str) -> set[str]:
    return {module[len(PREFIX) + 1 :] for module in imports_of(name) if module.startswith(PREFIX + ".")}


def outside(name: str) -> set[str]:
    return {module.split(".")[0] for module in imports_of(name) if not module.startswith(PREFIX)}


def test_every_file_belongs_to_a_layer() -> None:
    files = {path.stem for path in DIRECTORY.glob("*.py")} - {"__init__"}
    assert files == PURE | SERVICES | EDGES


@pytest.mark.parametrize("name", sorted(PURE | SERVICES))
def test_only_the_standard_library_below_the_edges(name: str) -> None:
    if STANDARD_LIBRARY is None:
        pytest.skip("this Python does not list its standard library")
    assert outside(name) <= set(STANDARD_LIBRARY)


@pytest.mark.parametrize("name", sorted(PURE | SERVICES))
def test_no_clock_and_no_process_below_the_edges(name: str) -> None:
    assert not outside(name) & CLOCKS


@pytest.mark.parametrize("name", sorted(PURE))
def test_pure_files_import_pure_files_only(name: str) -> None:
    assert layers_of(name) <= PURE


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_services_know_no_edge(name: str) -> None:
    assert layers_of(name) <= PURE | SERVICES


def test_one_file_imports_the_driver_and_one_imports_ansible() -> None:
    files = PURE | SERVICES | EDGES
    assert {name for name in files if "oracledb" in outside(name)} == {"_connection"}
    assert {name for name in files if "ansible" in outside(name)} == {"_module"}


def test_no_layer_is_part_of_a_circle() -> None:
    visited: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, path
        if name not in visited:
            for below in layers_of(name):
                visit(below, (*path, name))
            visited.add(name)

    for name in PURE | SERVICES | EDGES:
        visit(name, ())


def test_no_bind_variable_has_the_name_of_a_column() -> None:
    """A predicate that compares a column with itself is always true."""
    names = (
        *("_sql", "_guard", "_guard_bin", "_guard_rows", "_attach", "_exclusion_sql", "_kill", "_job_sql"),
        *("_escalation_sql", "_guard_alive", "_guard_external", "_guard_lost", "_guard_frame"),
    )
    texts = "".join((DIRECTORY / f"{name}.py").read_text(encoding="utf-8") for name in names)
    binds = set(re.findall(r"(?<![:\w]):([a-z_]+)", texts))
    columns = set(re.findall(r"\b[a-z]\.([a-z_#]+)", texts)) | set(re.findall(r"AS ([a-z_]+)", texts))
    assert binds
    assert not binds & columns
