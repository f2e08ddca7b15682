# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""datapump_facts in a Python of its own, with its arguments as JSON on the command line."""

from __future__ import annotations

import json
import sys

from ansible.module_utils import basic
from ansible_collections.dbops.datapump.plugins.modules import datapump_facts

# As the wrapper of a module does it; else AnsibleModule looks into the command line.
basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": json.loads(sys.argv.pop())}).encode()
basic._ANSIBLE_PROFILE = "legacy"
datapump_facts.main()
