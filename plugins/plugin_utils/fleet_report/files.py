# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing the files of a report."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def write_if_changed(texts: Mapping[Path, str | None], *, dry: bool = False) -> bool:
    """Write the files whose text is another one, and tell whether there was any. A dry run writes nothing.

    A file without a text is removed.

    Each file is replaced in one step: whoever reads it meanwhile finds the old text or the new one. Only the owner may
    read it, for it tells what is in the databases. Raises OSError.
    """
    changed = {path: text for path, text in texts.items() if _text_of(path) != text}
    if not dry:
        for path, text in changed.items():
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}.{os.getpid()}")
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
                stream.write(text)
            draft.replace(path)
    return bool(changed)


def _text_of(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
