# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the judges find."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """`sort` is irreversible, harm, untruthful or form."""

    sort: str
    client: str
    text: str

    def __str__(self) -> str:
        return f"{self.sort}: {self.client}: {self.text}"
