# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""node-oracledb as a second client, with a protocol implementation of its own."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess

import pytest

HERE = pathlib.Path(__file__).resolve().parent
DRIVER = "oracledb@26.0.0"


@pytest.fixture(scope="session")
def node_modules(cache: pathlib.Path) -> pathlib.Path:
    """The directory with the driver, installed once. Skips without node or without a registry to install from."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed")
    prefix = cache / DRIVER
    modules = prefix / "node_modules"
    if not (modules / "oracledb" / "package.json").exists():
        npm = ["npm", "install", "--prefix", str(prefix), "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
        prefix.mkdir(parents=True, exist_ok=True)
        installed = subprocess.run([*npm, DRIVER], capture_output=True, text=True, check=False)
        if installed.returncode and subprocess.run(["npm", "ping"], capture_output=True, check=False).returncode:
            pytest.skip("no npm registry can be reached")
        assert installed.returncode == 0, installed.stderr
    return modules


@pytest.mark.timeout(120)
def test_what_node_sees(node_modules: pathlib.Path, port: int) -> None:
    client = subprocess.run(
        ["node", str(HERE / "node_client.js"), str(port)],
        env=os.environ | {"NODE_PATH": str(node_modules)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert client.returncode == 0, client.stderr
    assert json.loads(client.stdout) == {
        "thin": True,
        "version": "19",
        "columns": [["INTCOL", "NUMBER"], ["STRINGCOL", "VARCHAR2"], ["RAWCOL", "RAW"], ["NULLABLECOL", "VARCHAR2"]],
        "rows": [
            [1, "String 1", "Raw 1", "Nullable 1"],
            [2, "String 2", "Raw 2", None],
            [3, "String 3", "Raw 3", "Nullable 3"],
        ],
        "rowsAgain": 2,
        "outBinds": {"doubled": 42, "both": "Grüße!"},
        "output": {"lines": ["one", None], "count": 2},
        "inserted": 3,
        "batchErrors": [["ORA-00001", 2]],
        "afterRollback": 0,
        "noTable": "ORA-00942",
        "raised": "ORA-20123",
        "timeout": "NJS-123",
        "module": "gate",
        "wrongPassword": "ORA-01017",
        "wrongService": "NJS-518",
    }
