# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The supplied packages other than DBMS_DATAPUMP."""

from __future__ import annotations

from ..supplied import SuppliedPackage
from . import (
    application_info,
    assertion,
    crypto,
    database_version,
    dynamic_results,
    large_objects,
    locks,
    output,
    pickler,
    random,
    raw,
    session,
    utility,
)

ALL: tuple[SuppliedPackage, ...] = (
    application_info.PACKAGE,
    assertion.PACKAGE,
    crypto.PACKAGE,
    database_version.PACKAGE,
    dynamic_results.PACKAGE,
    large_objects.PACKAGE,
    locks.PACKAGE,
    output.PACKAGE,
    pickler.PACKAGE,
    random.PACKAGE,
    raw.UTL_I18N,
    raw.UTL_RAW,
    session.PACKAGE,
    utility.PACKAGE,
)

__all__ = ["ALL"]
