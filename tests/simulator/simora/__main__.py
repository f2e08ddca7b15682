# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""python -m simora: serves scenarios until it is told to stop."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pathlib
import signal
import ssl
import sys
from collections.abc import Sequence

from . import runtime
from .admin import AdminServer
from .scenario import ScenarioError, load
from .wire.server import Server

_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 after an orderly end, 2 for a scenario or option that cannot be used."""
    options = _parser().parse_args(arguments)
    if bool(options.tls_cert) != bool(options.tls_key):
        print("simora: --tls-cert and --tls-key go together", file=sys.stderr)
        return 2
    try:
        listener = load(options.scenario)
        context = _tls_context(options.tls_cert, options.tls_key) if options.tls_cert else None
    except (ScenarioError, OSError) as error:
        print(f"simora: {error}", file=sys.stderr)
        return 2
    stopping = runtime.Flag()
    for number in _STOP_SIGNALS:
        signal.signal(number, lambda *_: stopping.set())
    server = Server(listener, options.host, options.port, context)
    server.start()
    admin = AdminServer(listener, options.admin_port, stopping, server) if options.admin_port is not None else None
    try:
        if options.ready_file:
            _write_ready_file(
                pathlib.Path(options.ready_file), options.host, server.port, admin.port if admin else None,
                listener.service_names(),
            )  # fmt: skip
        while not stopping.wait(0.5):  # with a timeout, so that a signal's handler gets its turn
            pass
    finally:
        if admin is not None:
            admin.close()
        server.stop()
        with contextlib.suppress(FileNotFoundError):
            if options.ready_file:
                os.unlink(options.ready_file)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simora", description="An Oracle database simulator for tests.")
    parser.add_argument("--scenario", action="append", required=True, metavar="FILE", help="YAML; may be repeated")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=1521, help="0 takes a free one (default %(default)s)")
    parser.add_argument("--ready-file", metavar="FILE", help="written, as JSON, when connections are accepted")
    parser.add_argument("--admin-port", type=int, metavar="N", help="0 takes a free one; absent: no admin port")
    parser.add_argument("--tls-cert", metavar="FILE", help="serve TLS with this certificate (PEM)")
    parser.add_argument("--tls-key", metavar="FILE")
    return parser


def _tls_context(certificate: str, key: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def _write_ready_file(path: pathlib.Path, host: str, port: int, admin_port: int | None, services: list[str]) -> None:
    """Atomically: whoever waits for the file never reads half of it."""
    content = {"host": host, "port": port, "admin_port": admin_port, "services": services, "pid": os.getpid()}
    draft = path.with_name(path.name + ".new")
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.replace(path)


if __name__ == "__main__":
    sys.exit(main())
