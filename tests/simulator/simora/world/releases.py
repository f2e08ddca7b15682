# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Releases: version numbers, banners, limits and the parameters that differ."""

from __future__ import annotations

import dataclasses

from ..errors import OraError


@dataclasses.dataclass(frozen=True)
class Release:
    """version is what the driver sees; legacy_version what V$INSTANCE.VERSION shows since 18c: the base release."""

    name: str
    version: tuple[int, int, int, int, int]
    legacy_version: str
    product: str
    identifier_bytes: int

    @property
    def version_text(self) -> str:
        return ".".join(str(part) for part in self.version)

    @property
    def banner(self) -> str:
        return f"{self.product} Release {self.legacy_version} - Production"

    @property
    def banner_full(self) -> str:
        if self.version[0] < 18:
            return self.banner
        return f"{self.banner}\nVersion {self.version_text}"

    def check_identifier(self, name: str) -> str:
        """The name itself; ORA-00972 when it is too long for this release (bytes of the database character set)."""
        if len(name.encode()) > self.identifier_bytes:
            raise OraError(972)
        return name


RELEASES: dict[str, Release] = {
    release.name: release
    for release in (
        Release(
            "12.1",
            (12, 1, 0, 2, 0),
            "12.1.0.2.0",
            "Oracle Database 12c Enterprise Edition",
            30,
        ),
        Release("19c", (19, 21, 0, 0, 0), "19.0.0.0.0", "Oracle Database 19c Enterprise Edition", 128),
        Release("23ai", (23, 8, 0, 25, 4), "23.0.0.0.0", "Oracle Database 23ai Enterprise Edition", 128),
    )
}
