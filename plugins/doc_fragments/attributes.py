# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attributes that modules declare."""

from __future__ import annotations


class ModuleDocFragment:
    """C(attributes) and its parts: what all modules share, what reading modules and changing modules promise."""

    DOCUMENTATION = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/dbops.datapump.datapump) in C(module_defaults) to set the connection options once.
    support: full
    membership:
      - dbops.datapump.datapump
  check_mode:
    description: Can run in check mode and return the predicted changes without changing anything.
  diff_mode:
    description: Will return details on what has changed, or would change in check mode.
"""

    FACTS = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - The module only reads. It never attaches to a job, because attaching changes the job's state.
  diff_mode:
    support: N/A
  facts:
    description: Action returns an C(ansible_facts) dictionary that will update existing host facts.
    support: full
"""

    INFO = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - The module only reads.
  diff_mode:
    support: N/A
"""

    CHANGING = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - Check mode makes the same plan from the same readings and sends nothing but queries.
        What the guards inside the database would find a moment later, it cannot foretell.
  diff_mode:
    support: full
"""
