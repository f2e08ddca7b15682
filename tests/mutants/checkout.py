# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A private copy of the checkout, which this process and those it starts take the collection from."""

from __future__ import annotations

import contextlib
import gc
import importlib
import itertools
import os
import pathlib
import sys
from collections.abc import Iterator

from .catalogue import Mutant

_COLLECTION = "ansible_collections.dbops.datapump."
_VIEWS = (
    "DBA_DATAPUMP_JOBS",
    "USER_DATAPUMP_JOBS",
    "GV_$DATAPUMP_JOB",
    "GV_$DATAPUMP_SESSION",
    "DBA_OBJECTS",
    "USER_OBJECTS",
    "DBA_TABLES",
    "DBA_TAB_COMMENTS",
    "DBA_TAB_COLUMNS",
    "DBA_SEGMENTS",
    "DBA_CONSTRAINTS",
    "DBA_RECYCLEBIN",
    "DBA_EXTERNAL_TABLES",
    "DBA_QUEUE_TABLES",
    "DBA_MVIEWS",
)
_LONG_AGO = 1_000_000_000
"""Modification time of the first mutated file. Each has another one, and so has the original: by its time and size
Python knows whether the compiled file beside a source is of this text."""
_IMPORTED_BEFOREHAND = (
    "ansible.module_utils.basic",
    "hypothesis",
    "oracledb",
    "pytest_timeout",
    "simora.scenario",
    "simora.wire.server",
    "yaml",
)
"""What tests import and no mutant touches."""


class Checkout:
    """The copy; `root` is the collection in `<folder>/ansible_collections/<namespace>/<name>`."""

    def __init__(self, root: pathlib.Path) -> None:
        self.root = root
        self._folder = root.parents[2]
        self._times = itertools.count(_LONG_AGO)

    def settle(self) -> None:
        """Make it what this process, and every process it starts, loads the collection and the simulator from."""
        simulator = self.root / "tests" / "simulator"
        os.chdir(self.root)
        sys.path[:0] = [str(self._folder), str(simulator)]
        os.environ["PYTHONPATH"] = str(self._folder)
        os.environ["ANSIBLE_COLLECTIONS_PATH"] = str(self._folder)
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        importlib.invalidate_caches()
        if simulator.is_dir():
            warm_up(self.root)
        # All of that stays: no garbage collection need look at it again, which would also copy it into every process.
        gc.freeze()

    @contextlib.contextmanager
    def mutated(self, mutant: Mutant) -> Iterator[None]:
        """The copy is the mutant during the block. Raises Stale."""
        texts = mutant.texts(self.root)
        before = {path: (path.read_text(encoding="utf-8"), path.stat()) for path in texts}
        time = next(self._times)
        try:
            for path, text in texts.items():
                path.write_text(text, encoding="utf-8")
                os.utime(path, (time, time))
            yield
        finally:
            for path, (text, status) in before.items():
                path.write_text(text, encoding="utf-8")
                os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def strangers(self) -> list[str]:
        """Modules of the collection that this process did not take from the copy."""
        loaded = {name: getattr(module, "__file__", None) for name, module in list(sys.modules.items())}
        return [
            name
            for name, file in loaded.items()
            if name.startswith(_COLLECTION) and file and not pathlib.Path(file).is_relative_to(self.root)
        ]


def warm_up(root: pathlib.Path) -> None:
    """Import once what takes long, and let the simulator read its grammars and views: so much less for every child."""
    for name in _IMPORTED_BEFOREHAND:
        importlib.import_module(name)
    scenario = root / "tests" / "guards" / "scenario.yml"
    from simora import engine
    from simora import scenario as scenarios

    service = scenarios.load([scenario]).lookup(service_name="guard", sid=None)
    session = service.open_session("SYS", proxy_client=None, privilege="SYSDBA", client=engine.ClientInfo(program="-"))
    for statement in ("BEGIN NULL; END;", *(f"SELECT COUNT(*) FROM SYS.{view}" for view in _VIEWS)):
        session.execute(session.prepare(statement), [])
