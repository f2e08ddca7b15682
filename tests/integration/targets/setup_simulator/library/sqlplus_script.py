# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test-only module: carries out a SQL*Plus script with bare python-oracledb, as far as plan.sql uses SQL*Plus."""

from __future__ import annotations

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

try:
    import oracledb
except ImportError:
    oracledb = None

BLOCKS = ("DECLARE", "BEGIN")
IGNORED = ("--", "SET ", "PROMPT ", "WHENEVER ")


def parts_of(script):
    """The statements, blocks and SQL*Plus commands of a script, in order."""
    lines = []
    for line in script.splitlines():
        if not lines and (not line.strip() or line.startswith(IGNORED)):
            continue
        if not lines and line.startswith(("CONNECT ", "EXIT")):
            yield line
            continue
        if lines and lines[0].startswith(BLOCKS):
            if line == "/":
                yield "\n".join(lines)
                lines = []
                continue
        elif line.endswith(";"):
            yield "\n".join([*lines, line[:-1]])
            lines = []
            continue
        lines.append(line)
    if lines:
        raise ValueError(f"the script ends in the middle of: {lines[0]}")


def run(script, user, password, dsn):
    """Returns what was carried out. The first part that fails ends it, as WHENEVER SQLERROR EXIT does."""
    done = []
    connection = oracledb.connect(user=user, password=password, dsn=dsn)
    for part in parts_of(script):
        if part.startswith("CONNECT "):
            connection.close()
            user, _at, dsn = part[len("CONNECT ") :].partition("@")
            connection = oracledb.connect(user=user, password=password, dsn=dsn.removeprefix("//"))
        elif part.startswith("EXIT"):
            break
        else:
            with connection.cursor() as cursor:
                cursor.execute(part)
        done.append(part.splitlines()[0])
    connection.close()
    return done


def main():
    module = AnsibleModule(
        argument_spec=dict(
            path=dict(type="path", required=True),
            dsn=dict(type="str", required=True),
            user=dict(type="str", required=True),
            password=dict(type="str", required=True, no_log=True),
        ),
    )
    if oracledb is None:
        module.fail_json(msg=missing_required_lib("oracledb"))
    with open(module.params["path"], encoding="utf-8") as stream:
        script = stream.read()
    try:
        done = run(script, module.params["user"], module.params["password"], module.params["dsn"])
    except (oracledb.Error, ValueError) as error:
        module.fail_json(msg=f"the script ended early: {error}")
    module.exit_json(changed=True, done=done)


if __name__ == "__main__":
    main()
