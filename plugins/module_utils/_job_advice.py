# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to do about the errors of Data Pump jobs, by code. Pure data and a look-up."""

from __future__ import annotations

from collections.abc import Iterable

ADVICE: dict[str, str] = {
    "ORA-00955": "The owner has another object of this name; choose another job name.",
    "ORA-01031": "The owner of the job needs CREATE TABLE, granted directly or by a role that is on.",
    "ORA-01422": "Job names of SYS must not be names of directories; choose another job name.",
    "ORA-01647": "The default tablespace of the owner is read-only; the master table needs a writable one.",
    "ORA-01652": "The default tablespace of the owner has no space left for the master table.",
    "ORA-01658": "The default tablespace of the owner has no space left for the master table.",
    "ORA-01950": "The owner of the job needs a quota on its default tablespace, where the master table is made.",
    "ORA-01536": "The quota of the owner on its default tablespace is used up.",
    "ORA-27038": "The file exists. Use reuse_dumpfiles, or another name.",
    "ORA-27040": "The directory does not exist on the database server, or the server may not write to it.",
    "ORA-29283": "The directory does not exist on the database server, or the server may not use it.",
    "ORA-31623": "The job ended, or the session was detached from it. See datapump_facts for what is there.",
    "ORA-31631": "Needed: the role DATAPUMP_EXP_FULL_DATABASE for exports, DATAPUMP_IMP_FULL_DATABASE for others.",
    "ORA-31632": "The master table of the job is gone or damaged, so that it cannot be restarted.",
    "ORA-31634": "A job of this name exists. See datapump_facts for it.",
    "ORA-31640": "A dump file of the job is missing. Restore it, or give the job up: datapump_master_table.",
    "ORA-31641": "The dump file cannot be made. If it exists, use reuse_dumpfiles or another name.",
    "ORA-31655": "The filters leave nothing for the job to do.",
    "ORA-31664": "All 99 default names are used by jobs left over. Clean up (role cleanup), or give the job a name.",
    "ORA-39026": "The master table is not one that this job can be restarted from: datapump_master_table.",
    "ORA-39070": "The log file cannot be opened: the directory is missing on the server, or not writable.",
    "ORA-39087": "There is no such directory, or no right to it. Its name is case-sensitive here.",
    "ORA-39094": "This edition works with parallel=1 only.",
    "ORA-39095": "The dump files are full: run the task again with more names in dumpfile, or one with %U.",
    "ORA-39109": "Schemas of other users need the role DATAPUMP_EXP_FULL_DATABASE or DATAPUMP_IMP_FULL_DATABASE.",
    "ORA-39122": "This remapping needs the role DATAPUMP_IMP_FULL_DATABASE.",
    "ORA-39142": "The dump is of a newer release. Export it again with version set to this release.",
    "ORA-39143": "The file is no dump of Data Pump; it may be one of the old exp.",
    "ORA-39149": "The users at both ends of the network link must both be privileged, or both not.",
    "ORA-39161": "Full jobs need the role DATAPUMP_EXP_FULL_DATABASE or DATAPUMP_IMP_FULL_DATABASE.",
    "ORA-39162": "Transportable jobs need the role DATAPUMP_EXP_FULL_DATABASE or DATAPUMP_IMP_FULL_DATABASE.",
    "ORA-39174": "The password of the dump is needed: encryption_password.",
    "ORA-39176": "The password is not that of the dump: encryption_password.",
    "ORA-39209": "This parameter needs the role DATAPUMP_EXP_FULL_DATABASE or DATAPUMP_IMP_FULL_DATABASE.",
    "ORA-39405": "The dump has a newer time zone file than this database; patch that first.",
    "ORA-39411": "The dump file is damaged.",
    "ORA-47401": "A realm of Database Vault forbids it; its administrator can authorize the user for Data Pump.",
    "ORA-65047": "Data Pump does not work in this image or container.",
    "OCI-22303": "Data Pump is not installed in this image.",
}
"""One sentence or two for each code that says what is wrong."""


def advice(codes: Iterable[str]) -> str | None:
    """What may be done, by the innermost code that there is advice about; None if there is none.

    The codes of a stack come from the outside in, and the last one is nearest to the cause.
    """
    known = [code for code in codes if code in ADVICE]
    return ADVICE[known[-1]] if known else None
