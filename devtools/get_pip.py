# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Installs pip into the interpreter that runs this file, from the wheel lying beside it.

ansible-test gives each virtual environment its pip by a script it downloads from a host of its own, unless a script of
that name is in its cache already. devtools/ansible_test.py puts this one there, so that a package index is all the
tests need. The name tells the version: get_pip_24_2.py installs pip-24.2-*.whl.
"""

from __future__ import annotations

import pathlib
import runpy
import sys


def main() -> None:
    """Takes the arguments of the script it stands in for; only pip itself is ever asked for."""
    here = pathlib.Path(__file__).resolve()
    version = here.stem[len("get_pip_") :].replace("_", ".")
    wheel = str(next(here.parent.glob(f"pip-{version}-*.whl")))
    others = [word for word in sys.argv[1:] if not word.startswith(("pip==", "--no-setuptools", "--no-wheel"))]
    sys.path.insert(0, wheel)
    sys.argv[1:] = ["install", "--upgrade", "--force-reinstall"] + others + [wheel]
    runpy.run_module("pip", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
