# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fleet report as text: JSON, Markdown, one HTML page that needs nothing else, and metrics for Prometheus.

Names in it are other people's. What could disguise one is shown as C(?), and each format is escaped by its own rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.plots import (
    LABEL_WIDTH,
    ROW_HEIGHT,
    WIDTH,
    plots,
)
from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.records import time_of
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

JOBS_SHOWN = 100
"""How many jobs of one database a page for people shows; the JSON has them all."""

_TEMPLATES = Path(__file__).parent / "templates"
_DISGUISING = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~&])")
_CONSENT = ("owner", "name", "object_id", "digest", "dbid", "con_uid")
_UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
_DAY = 86400


def as_json(report: Mapping[str, Any]) -> str:
    """The whole report."""
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def as_markdown(report: Mapping[str, Any]) -> str:
    """For a merge request, a ticket or a mail."""
    return _render("fleet.md.j2", report, escape=None)


def as_html(report: Mapping[str, Any]) -> str:
    """One page without a request to anywhere."""
    inlined = {name: Markup((_TEMPLATES / f"fleet.{name}").read_text(encoding="utf-8")) for name in ("css", "js")}
    drawing = {"label_width": LABEL_WIDTH, "row_height": ROW_HEIGHT, "width": WIDTH}
    return _render("fleet.html.j2", report, escape=True, plots=plots(report), drawing=drawing, **inlined)


def as_prometheus(report: Mapping[str, Any]) -> str:
    """For the textfile collector of the node exporter."""
    times = {one["host"]: time_of(one["run_id"]) for one in report["databases"]}
    seconds = {host: time.timestamp() for host, time in times.items() if time is not None}
    return _render("fleet.prom.j2", report, escape=None, seconds=seconds)


FORMATS: dict[str, tuple[str, Callable[[Mapping[str, Any]], str]]] = {
    "json": ("fleet.json", as_json),
    "markdown": ("fleet.md", as_markdown),
    "html": ("fleet.html", as_html),
    "prometheus": ("fleet.prom", as_prometheus),
}
"""The name of the file of each format, and what makes its text."""


def shown(value: object) -> str:
    """A value as text that a terminal or a page shows as it is. None is nothing."""
    return "" if value is None else _DISGUISING.sub("?", str(value))


def in_markdown(value: object) -> str:
    """The same, with nothing in it that Markdown or HTML takes for more than text."""
    return _MARKDOWN.sub(r"\\\1", shown(value))


def in_label(value: object) -> str:
    """A value within the quotes of a Prometheus label."""
    return shown(value).replace("\\", r"\\").replace('"', r"\"")


def size(number: float) -> str:
    """Bytes with a unit."""
    power = 0
    while number >= 1024 and power < len(_UNITS) - 1:
        number, power = number / 1024, power + 1
    return f"{number:.0f} {_UNITS[power]}" if power == 0 else f"{number:.1f} {_UNITS[power]}"


def age(seconds: float | None) -> str:
    """Seconds in days or hours."""
    if seconds is None:
        return ""
    return f"{seconds / 3600:.1f} h" if seconds < _DAY else f"{seconds / _DAY:.0f} d"


def consent(databases: list[Mapping[str, Any]]) -> str:
    """The jobs that may be consented to, as C(datapump_cleanup_confirmed) takes them. Nothing when there are none."""
    entries = [
        {key: _Unsafe(job[key]) if _is_template(job[key]) else job[key] for key in _CONSENT if job.get(key) is not None}
        for one in databases
        for job in one["proposal"]
    ]
    if not entries:
        return ""
    return yaml.dump({"datapump_cleanup_confirmed": entries}, Dumper=_Dumper, sort_keys=False, width=1000)


class _Unsafe(str):
    """A name that Ansible would take for a template."""


class _Dumper(yaml.SafeDumper):
    """Writes such names with the tag that keeps them names."""


_Dumper.add_representer(_Unsafe, lambda dumper, value: dumper.represent_scalar("!unsafe", str(value), style='"'))


def _is_template(value: object) -> bool:
    return isinstance(value, str) and "{" in value


def _render(template: str, report: Mapping[str, Any], *, escape: bool | None, **more: object) -> str:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=bool(escape),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(shown=shown, md=in_markdown, label=in_label, size=size, age=age, consent=consent)
    return environment.get_template(template).render(report=report, jobs_shown=JOBS_SHOWN, **more)
