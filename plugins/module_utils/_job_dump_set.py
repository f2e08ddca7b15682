# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the dump files that an export would write are there already, and are a complete set of this very job."""

from __future__ import annotations

from ansible_collections.dbops.datapump.plugins.module_utils._decide_start import DumpSet
from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile import look_at_series
from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_names import FileName
from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_set import DumpFile, completeness
from ansible_collections.dbops.datapump.plugins.module_utils._file_gateway import FileGateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import Definition
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_start_plan import DEFAULT_DIRECTORY
from ansible_collections.dbops.datapump.plugins.module_utils._server_files import ServerFiles


def dump_set_of(
    gateway: JobGateway, definition: Definition, owner: str, name: str | None
) -> tuple[DumpSet | None, str | None]:
    """What there is, and a file that is in the way. None when it cannot be told from the names of the files."""
    dumps = [file for file in definition.files if file.kind == "dump"]
    named = [FileName(file.directory or DEFAULT_DIRECTORY, file.name) for file in dumps]
    in_object_store = any(file.directory is None for file in dumps)
    if name is None or not named or in_object_store or any(file.needs_date for file in named):
        return None, None
    server_files = ServerFiles(FileGateway.over(gateway), owner)
    found = [item for file in named for item in look_at_series(server_files, file)]
    return assess(found, owner, name)


def assess(found: list[DumpFile], owner: str, name: str) -> tuple[DumpSet | None, str | None]:
    """What files are, as they were found: the whole set of a job, nothing, or something else."""
    if any(item.exists is None for item in found):
        return None, None
    there = [item for item in found if item.exists]
    if not there:
        return DumpSet.NONE, None
    for item in there:
        items = item.header.items if item.header is not None else {}
        if (items.get("job_owner"), items.get("job_name")) != (owner, name):
            return DumpSet.OTHER, item.file.name
    if completeness(there, all_named=True).complete:
        return DumpSet.COMPLETE, None
    return DumpSet.OTHER, there[0].file.name
