# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many examples are tried, and which.

Every run tries the same ones. DATAPUMP_TEST_EXAMPLES=100000 tries that many, and others each time.
"""

from __future__ import annotations

import os

import hypothesis

_EXAMPLES = os.environ.get("DATAPUMP_TEST_EXAMPLES")
hypothesis.settings.register_profile("same", max_examples=300, derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("many", max_examples=int(_EXAMPLES or 1), deadline=None, database=None)
hypothesis.settings.load_profile("many" if _EXAMPLES else "same")
