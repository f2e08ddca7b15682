# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run says to one database, recorded so that a bare script can say the same to all of them."""

from __future__ import annotations

import os
import pathlib
import subprocess
from collections.abc import Sequence

from contestants import HERE, Arena


def record(arena: Arena, command: Sequence[str], conversation: pathlib.Path) -> None:
    """Run a command, which should speak to one database only. Raises RuntimeError when nothing was said."""
    path = os.pathsep.join(filter(None, [str(HERE / "drivers" / "recording"), arena.environment.get("PYTHONPATH")]))
    recording = {**arena.environment, "PYTHONPATH": path, "RECORD_CONVERSATION_IN": str(conversation)}
    finished = subprocess.run(
        command, cwd=arena.folder, env=recording, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if not conversation.exists():
        raise RuntimeError(f"{' '.join(command)} said nothing to a database\n{finished.stdout}{finished.stderr}")
