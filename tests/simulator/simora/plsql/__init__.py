# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""PL/SQL: anonymous blocks and CALL, parsed by a grammar, compiled against the session's names, and interpreted."""

from __future__ import annotations

from .execution import execute
from .syntax.parser import parse

__all__ = ["execute", "parse"]
