# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name in the controller where that is possible, and else as usual."""

from __future__ import annotations

# Imported here, because Ansible loads an action in the process that starts its workers: the driver is imported once.
from ansible_collections.dbops.datapump.plugins.modules.datapump_facts import main
from ansible_collections.dbops.datapump.plugins.plugin_utils.direct_action import DirectAction


class ActionModule(DirectAction):
    """The action of the module datapump_facts."""

    module_main = staticmethod(main)
