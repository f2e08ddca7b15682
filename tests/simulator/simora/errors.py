# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one exception that every layer raises towards a client, and the texts that go with its codes."""

from __future__ import annotations

# Texts as Oracle words them up to 19c; clients must decide by code, so a reworded text is not a defect.
# %s are filled from OraError's arguments in order.
TEXTS: dict[int, str] = {
    1: "unique constraint (%s) violated",
    54: "resource busy and acquire with NOWAIT specified or timeout expired",
    900: "invalid SQL statement",
    904: "%s: invalid identifier",
    911: "invalid character",
    918: "column ambiguously defined",
    923: "FROM keyword not found where expected",
    933: "SQL command not properly ended",
    936: "missing expression",
    942: "table or view does not exist",
    955: "name is already used by an existing object",
    1013: "user requested cancel of current operation",
    1017: "invalid username/password; logon denied",
    1031: "insufficient privileges",
    1403: "no data found",
    1422: "exact fetch returns more than requested number of rows",
    1476: "divisor is equal to zero",
    1722: "invalid number",
    1950: "no privileges on tablespace '%s'",
    3001: "unimplemented feature",
    6502: "PL/SQL: numeric or value error%s",
    6512: "at %sline %s",
    6550: "line %s, column %s:\n%s",
    12505: "TNS:listener does not currently know of SID given in connect descriptor",
    12514: "TNS:listener does not currently know of service requested in connect descriptor",
    27037: "unable to obtain file status",
    27038: "created file already exists",
    28000: "The account is locked.",
    28001: "the password has expired",
    28002: "the password will expire within %s days",
    31623: "a job is not attached to this session via the specified handle",
    31626: "job does not exist",
    31627: "API call succeeded but more information is available",
    31630: "a job name is required to attach a job for user %s",
    31631: "privileges are required",
    31632: 'master table "%s" not found, invalid, or inaccessible',
    31633: 'unable to create master table "%s"',
    31634: "job already exists",
    31636: "session is already attached to job %s for user %s",
    31638: "cannot attach to job %s for user %s",
    31640: 'unable to open dump file "%s" for read',
    31641: 'unable to create dump file "%s"',
    31664: "unable to construct unique job name when defaulted",
    38305: "object not in RECYCLE BIN",
    38307: "object not in RECYCLE BIN",
    39000: "bad dump file specification",
    39001: "invalid argument value",
    39002: "invalid operation",
    39004: "invalid state",
    39005: "inconsistent arguments",
    39006: "internal error",
    39016: "Operation not supported when job is in %s state.",
    39026: "master table is inconsistent on validation %s",
    39087: "directory name %s is invalid",
    39161: "Full database jobs require privileges",
    39162: "Transportable tablespace job require privileges",
    39211: "unable to retrieve dumpfile information as specified",
}


class OraError(Exception):
    """An ORA- error on its way to the client.

    code: the number without sign, or a user-defined 20000..20999.
    arguments: fill the %s of the text; message overrides the text altogether (RAISE_APPLICATION_ERROR).
    offset: character position in the statement for error.offset, 0 when unknown.
    stack: further lines below the first ("ORA-06512: at line 3", or causes), oldest cause last.
    """

    def __init__(self, code: int, *arguments: object, message: str | None = None, offset: int = 0) -> None:
        self.code = code
        self.arguments = arguments
        self.offset = offset
        self.stack: list[str] = []
        if message is None:
            text = TEXTS.get(code, "")
            expected = text.count("%s")
            filled = tuple(arguments[:expected]) + ("",) * (expected - len(arguments))
            message = text % filled if expected else text
        self.message = message
        super().__init__(self.text())

    def text(self) -> str:
        """The complete stack as a client receives it, first line first, without a final newline."""
        return "\n".join([f"ORA-{self.code:05d}: {self.message}", *self.stack])
