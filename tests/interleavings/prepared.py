# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A laboratory that is ready once this module is imported, which the process that all workers come from does."""

from __future__ import annotations

from .laboratory import Laboratory

LABORATORY = Laboratory()
LABORATORY.prepare()
