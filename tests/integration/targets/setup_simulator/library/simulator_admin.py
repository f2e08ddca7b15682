# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test-only module: one request to the simulator's admin port, which shares no code with the collection."""

from __future__ import annotations

import json
import socket

from ansible.module_utils.basic import AnsibleModule

SECONDS_TO_ANSWER = 30


def ask(host, port, request):
    """Send one request and return the decoded reply, a dictionary."""
    with socket.create_connection((host, port), timeout=SECONDS_TO_ANSWER) as connection:
        with connection.makefile("rw", encoding="utf-8", newline="\n") as stream:
            stream.write(json.dumps(request) + "\n")
            stream.flush()
            return json.loads(stream.readline())


def main():
    module = AnsibleModule(
        argument_spec=dict(
            host=dict(type="str", default="127.0.0.1"),
            port=dict(type="int", required=True),
            request=dict(type="dict", required=True),
        ),
        supports_check_mode=True,
    )
    try:
        reply = ask(module.params["host"], module.params["port"], module.params["request"])
    except (OSError, ValueError) as error:
        module.fail_json(msg=f"the simulator's admin port did not answer: {error}")
    if reply.get("error"):
        module.fail_json(msg=f"the simulator's admin port refused: {reply['error']}", reply=reply)
    module.exit_json(changed=False, reply=reply)


if __name__ == "__main__":
    main()
