# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the files of a report: python write_files.py FOLDER, with {name: text} as JSON on standard input.

One process for all of them. A template task for each would start two or three processes for each.
"""

from __future__ import annotations

import json
import os
import pathlib
import sys


def write(path, text):
    """Replace a file in one step: whoever reads it meanwhile finds the old text or the new one."""
    draft = path.with_name(path.name + ".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
    draft.replace(path)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, text in json.load(sys.stdin).items():
        write(folder / name, text)


if __name__ == "__main__":
    main()
