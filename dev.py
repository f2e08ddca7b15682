# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The project's one command: ``python3 dev.py --help``.

It needs Python 3.11 or newer, git, and an index to install from; everything else it installs into ``.venv``.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  (who starts it with an older one is told)
        sys.exit("dev.py needs Python 3.11 or newer; this one is " + sys.version.split()[0])
    from devtools.cli import main

    sys.exit(main())
