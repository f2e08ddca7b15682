# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The least of a build backend: pip asks a source distribution for its metadata before it hands it over.

The real backend would translate the whole driver to C first, which takes minutes.
"""

from __future__ import annotations

import pathlib
import shutil


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: object = None) -> str:
    """PEP 517; the source distribution brings its metadata along."""
    name = "unbuilt.dist-info"
    directory = pathlib.Path(metadata_directory, name)
    directory.mkdir()
    shutil.copy("PKG-INFO", directory / "METADATA")
    return name
