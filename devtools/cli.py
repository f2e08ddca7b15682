# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command line of ``dev.py``."""

from __future__ import annotations

import argparse
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from . import process, project, runner
from .demo import Demo
from .environment import DEMO_REQUIREMENTS, TEST_REQUIREMENTS, Environment, InstallationFailed
from .simulator import NotStarted, running
from .stages import STAGES
from .stages.packaging import build_artefact


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    options = parsed(arguments)
    # Ended from outside, it must still end what it has started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return int(options.command(options))
    except InstallationFailed as error:
        print(f"dev.py: the installation failed.\n{error}", file=sys.stderr)
    except NotStarted as error:
        print(f"dev.py: the simulator did not start.\n{error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\ndev.py: interrupted.", file=sys.stderr)
    return 1


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of a command line; exits where they are wrong.

    passed_on: the words for a command that has options of its own.
    """
    top = parser()
    options, passed_on = top.parse_known_args(arguments)
    if passed_on and options.command not in (_interleavings, _bench, _mutants):
        top.error(f"unrecognized arguments: {' '.join(passed_on)}")
    options.passed_on = passed_on
    return options


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="dev.py", description=f"Try, test and build the Ansible collection {project.FULL_NAME}."
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="run the clean-up role on a simulated database, and watch")
    demo.set_defaults(command=_demo)

    test = commands.add_parser(
        "test",
        help="run the tests: all, or the stages named",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="stages:\n"
        + "\n".join(
            f"  {stage.name:<12} {stage.summary}{'' if stage.default else ' (only when named)'}" for stage in STAGES
        ),
    )
    test.add_argument("stages", nargs="*", metavar="STAGE", type=_stage_name)
    test.add_argument(
        "--jobs", type=int, default=min(4, process.cores()), help="stages to run at a time (default: %(default)s)"
    )
    test.add_argument(
        "--argument", action="append", default=[], help="an argument for the stage named: pytest's, or a core to test"
    )
    test.set_defaults(command=_test)

    lint = commands.add_parser("lint", help="short for: test lint docs")
    lint.set_defaults(command=_test, stages=["lint", "docs"], jobs=2, argument=[])

    sim = commands.add_parser("sim", help="serve a scenario with the database simulator until interrupted")
    sim.add_argument("scenario", type=pathlib.Path)
    sim.add_argument("--port", type=int, default=0, help="port to listen on (default: any free one)")
    sim.set_defaults(command=_sim)

    interleavings = commands.add_parser(
        "interleavings",
        help="play seeded interleavings, any number of them; options as of tests/interleavings/run.py, --help included",
        add_help=False,
    )
    interleavings.set_defaults(command=_interleavings)

    mutants = commands.add_parser(
        "mutants",
        help="take guards out of a copy of the collection; options as of tests/mutants/run.py, --help included",
        add_help=False,
    )
    mutants.set_defaults(command=_mutants)

    bench = commands.add_parser(
        "bench",
        help="measure the role against its floors; options as of tests/benchmarks/run.py, --help included",
        add_help=False,
    )
    bench.set_defaults(command=_bench)

    build = commands.add_parser("build", help="build the collection's artefact into dist/")
    build.set_defaults(command=_build)

    clean = commands.add_parser("clean", help="remove everything dev.py has made, .venv included")
    clean.set_defaults(command=_clean)
    return top


def _stage_name(word: str) -> str:
    if word not in {stage.name for stage in STAGES}:
        raise argparse.ArgumentTypeError(f"there is no stage {word!r}; --help lists them")
    return word


def _demo(_options: argparse.Namespace) -> int:
    return 0 if Demo(_prepared(DEMO_REQUIREMENTS), sys.stdout).play() else 1


def _test(options: argparse.Namespace) -> int:
    environment = _prepared(TEST_REQUIREMENTS)
    chosen = [stage for stage in STAGES if stage.name in options.stages or (not options.stages and stage.default)]
    core, python = environment.version_of("ansible-core"), ".".join(map(str, sys.version_info[:3]))
    print(f"{len(chosen)} stages, {options.jobs} at a time; Python {python}, ansible-core {core}", flush=True)
    return 0 if runner.run(chosen, environment, options.jobs, options.argument) else 1


def _sim(options: argparse.Namespace) -> int:
    environment = _prepared(DEMO_REQUIREMENTS)
    with running(environment, options.scenario.resolve(), project.CACHE / "sim", options.port) as simulator:
        print(f"Listening on port {simulator.port}, admin port {simulator.admin_port}. Services to connect to:")
        for service in simulator.services:
            print(f"  {simulator.host}:{simulator.port}/{service}")
        print(f"The accounts are those in {options.scenario}. For example:\n")
        connect = (
            f"oracledb.connect(user=…, password=…, dsn='{simulator.host}:{simulator.port}/{simulator.services[0]}')"
        )
        print(f'  {environment.python} -c "import oracledb; print({connect}.version)"\n')
        print("Interrupt it (Ctrl-C) to end.", flush=True)
        return simulator.server.wait()


def _interleavings(options: argparse.Namespace) -> int:
    return _script("interleavings", options)


def _mutants(options: argparse.Namespace) -> int:
    return _script("mutants", options)


def _bench(options: argparse.Namespace) -> int:
    return _script("benchmarks", options)


def _script(folder: str, options: argparse.Namespace) -> int:
    """A command of the tests that has options of its own."""
    environment = _prepared(TEST_REQUIREMENTS)
    command = [str(environment.python), str(project.ROOT / "tests" / folder / "run.py"), *options.passed_on]
    return subprocess.run(command, env=environment.variables(), check=False).returncode


def _build(_options: argparse.Namespace) -> int:
    environment = _prepared(DEMO_REQUIREMENTS)
    with tempfile.TemporaryDirectory(prefix="datapump-") as directory:
        copy = project.copy_collection(pathlib.Path(directory))
        command = build_artefact(environment, project.ROOT / "dist")
        return subprocess.run(command, cwd=copy, env=environment.variables(), check=False).returncode


def _clean(_options: argparse.Namespace) -> int:
    for directory in (project.CACHE, project.ROOT / ".venv", project.ROOT / "dist"):
        if directory.exists():
            print(f"Removing {directory}")
            shutil.rmtree(directory)
    return 0


def _prepared(requirements: pathlib.Path) -> Environment:
    environment = Environment()
    environment.prepare(requirements)
    return environment
