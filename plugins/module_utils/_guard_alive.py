# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""PL/SQL that looks at a master table just dropped: whether its job came alive meanwhile, and then brings it back.

A DDL statement gives up the locks of its transaction before it takes its own (SQL Language Reference, COMMIT before
DDL). In between the owner may attach, and no guard before the statement can see it.
"""

from __future__ import annotations


def signs_of_life(chain: str, same_comment: str) -> str:
    """Statements that set v_undo and v_reason if the table must be brought back.

    Its entry is v_bin_name of v_owner, its job v_table, and c_rows the digest of the rows it had, NULL if not known.
    chain: statements that leave the digest of the rows of v_quoted in v_chain.
    same_comment: the condition on `c` that the comment fulfils as long as nobody has changed it.
    """
    return f"""
      SELECT COUNT(*) INTO v_count
        FROM SYS.GV_$DATAPUMP_JOB g WHERE g.owner_name = v_owner AND g.job_name = v_table;
      IF v_count > 0 THEN
        v_undo := TRUE;
        v_reason := 'came_alive';
      END IF;
      -- A job that was attached to has written to its table, even if it died of the drop at once.
      IF c_rows IS NOT NULL THEN
        v_quoted := SYS.DBMS_ASSERT.ENQUOTE_NAME(v_owner, FALSE) || '.'
          || SYS.DBMS_ASSERT.ENQUOTE_NAME(v_bin_name, FALSE);
        {chain}
        IF NVL(v_chain, '-') <> c_rows THEN
          v_undo := TRUE;
          v_reason := 'came_alive';
        END IF;
      END IF;
      -- Nor does a lock keep anybody from taking the comment away, and with it the job.
      SELECT COUNT(*) INTO v_count
        FROM SYS.DBA_TAB_COMMENTS c
       WHERE c.owner = v_owner AND c.table_name = v_bin_name AND {same_comment};
      IF v_count = 0 THEN
        v_undo := TRUE;
        v_reason := 'changed';
      END IF;
"""


TAKE_BACK = """
    IF v_undo THEN
      v_step := 'undo';
      v_status := 'undo_failed';
      EXECUTE IMMEDIATE 'FLASHBACK TABLE ' || SYS.DBMS_ASSERT.ENQUOTE_NAME(v_owner, FALSE) || '.'
        || SYS.DBMS_ASSERT.ENQUOTE_NAME(v_bin_name, FALSE) || ' TO BEFORE DROP';
      v_status := 'undone';
    END IF;
"""
"""Brings the table back if v_undo says so. It is attempted once."""
