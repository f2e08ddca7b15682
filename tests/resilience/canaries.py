# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random secrets, and a search for them in every form in everything that a run leaves behind."""

from __future__ import annotations

import base64
import json
import pathlib
import secrets
import threading
import urllib.parse
from collections.abc import Mapping


def new_canary() -> str:
    """A password that no encoding leaves as it is: it has characters that URLs, JSON and Python escape."""
    return f"Kq{secrets.token_hex(6)}%'é/Z{secrets.token_hex(3)}"


def forms(secret: str) -> dict[str, bytes]:
    """How a secret may be written, by the name of the form."""
    core = secret[: secret.index("%")]
    texts = {
        "as it is": secret,
        "for a URL": urllib.parse.quote(secret, safe=""),
        "in a query": urllib.parse.quote_plus(secret, safe="/'"),
        "as Python": repr(secret)[1:-1],
        "as ASCII": ascii(secret)[1:-1],
        "as JSON": json.dumps(secret)[1:-1],
        "in capitals": secret.upper(),
        # Half of it would do to find the rest.
        "in part": core,
        "in part, in capitals": core.upper(),
        "as hexadecimal digits": secret.encode().hex(),
    }
    encoded = {name: text.encode() for name, text in texts.items()}
    # Base64 of a text within a longer one depends on where it begins, so the middle of each of three is sought.
    for shift in range(3):
        text = base64.b64encode(b"x" * shift + secret.encode())
        encoded[f"as base64 from byte {shift}"] = text[4:-4]
    return encoded


def hits(canaries: Mapping[str, str], captured: Mapping[str, bytes]) -> list[str]:
    """Which canary was found where, and in which form."""
    return [
        f"{name} {form} in {place}"
        for name, secret in canaries.items()
        for form, sought in forms(secret).items()
        for place, content in captured.items()
        if sought in content
    ]


def files_below(folder: pathlib.Path) -> dict[str, bytes]:
    """The content of every file, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class ProcessWatch:
    """Collects the command lines of all processes while the with block lasts."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()
        self._finished = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> ProcessWatch:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._finished.set()
        self._thread.join()

    @property
    def seen(self) -> bytes:
        """Every command line, one after the other."""
        return b"\n".join(sorted(self._seen))

    def _watch(self) -> None:
        while True:
            for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self._seen.add(path.read_bytes().replace(b"\0", b" "))
                except OSError:
                    continue
            if self._finished.wait(0.1):
                return
