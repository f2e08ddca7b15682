# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stands in for the driver and does harm: the name of the user says which. It tells its process id first."""

from __future__ import annotations

import os
import pathlib
import signal
import time

from ansible_collections.dbops.datapump.plugins.module_utils import _progress


class Error(Exception):
    """What a driver raises."""


def is_thin_mode():
    return True


def enable_thin_mode():
    pass


def connect(user, **_given):
    pathlib.Path(os.environ["DRIVER_TELLS_IN"]).write_text(str(os.getpid()), encoding="utf-8")
    if user == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if user == "exit":
        os._exit(3)
    if user == "hang":
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM, signal.SIGTERM, signal.SIGINT])
        time.sleep(600)
    if user == "raise":
        raise RuntimeError("the driver broke")
    if user == "chatter":
        os.write(1, b"not asked for\n")
        _progress.tell("first line")
        _progress.tell("second \x1b[31mline")
    raise Error("DPY-6005: cannot connect")
