# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Builds a database from its description in a scenario (already checked against the schema)."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

from ..values import DATE, to_storage
from . import template
from .clock import Clock, WallClock
from .container_content import fill_container
from .database import Container, Database
from .listener import Listener, Service
from .releases import RELEASES
from .server_files import FileSystem

Description = Mapping[str, Any]

_DEFAULT_NOW = "2026-01-15 03:00:00"
_DEFAULT_STARTUP = "2026-01-01 00:00:00"
_PDB_SEED = 2
_FIRST_SCN = 1_000_000


def build_database(listener: Listener, description: Description, clock: Description) -> Database:
    """Raises ValueError or OraError when the description contradicts itself."""
    release = RELEASES[description.get("release", "19c")]
    is_cdb = "pdbs" in description
    start = moment(description.get("now", _DEFAULT_NOW))
    ticking = WallClock(start) if clock.get("mode") == "wall" else Clock(start, clock.get("tick_ms", 1))
    database = Database(description["name"].upper(), release, template.new_store(release.name, is_cdb), ticking, is_cdb)
    database.unique_name = description.get("unique_name", description["name"]).upper()
    database.domain = description.get("domain", "")
    database.packages = template.supplied_packages()
    if "file_system" in description:
        database.files.system = listener.file_systems.setdefault(description["file_system"], FileSystem())
    _describe_database(database, description)
    _start_instances(database, description)
    _create_containers(database, description)
    template.attach_datapump(database)
    database.datapump.configure(description.get("datapump", {}), listener)
    _register_services(listener, database, description)
    fill_container(database, database.containers[database.root_id], description)
    for container, pdb in zip(_pdbs(database), description.get("pdbs", ()), strict=True):
        fill_container(database, container, pdb)
    return database


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def derived_number(*parts: str) -> int:
    """An identifier such as a DBID that is the same each time: ten digits from the names."""
    digest = hashlib.sha256("/".join(parts).encode()).digest()
    return 1_000_000_000 + int.from_bytes(digest[:4], "big") % 3_000_000_000


def _describe_database(database: Database, description: Description) -> None:
    release = database.release
    created = to_storage(moment(description.get("created", "2025-06-01 12:00:00")), DATE)
    database.sqlite.execute(
        "INSERT INTO x_database VALUES"
        " (?, ?, ?, ?, 1, ?, 'ARCHIVELOG', ?, ?, ?, 'Linux x86 64-bit', ?, ?, ?, ?, ?, ?, ?)",
        (
            description.get("dbid", derived_number(database.name)), database.name, database.unique_name, created,
            created, description.get("open_mode", "READ WRITE"), description.get("role", "PRIMARY"),
            "YES" if database.is_cdb else "NO", release.banner, release.banner_full, release.legacy_version,
            release.version_text, "SE2" if description.get("edition") == "standard" else "EE", _FIRST_SCN,
            "YES" if description.get("lists_dropped_jobs") else "NO",
        ),
    )  # fmt: skip


def _start_instances(database: Database, description: Description) -> None:
    startup = description.get("startup", _DEFAULT_STARTUP)
    instances = description.get("instances", [{"number": 1}])
    if not any(instance.get("answers", True) for instance in instances):
        raise ValueError(f"{database.name}: no instance answers")
    mounted = description.get("open_mode") == "MOUNTED"
    for instance in instances:
        number = instance["number"]
        name = instance.get("name", database.name if len(instances) == 1 else f"{database.name}{number}")
        database.sqlite.execute(
            "INSERT INTO x_instance VALUES (?, ?, ?, ?, ?, ?, 'PRIMARY_INSTANCE', 'ACTIVE', ?)",
            (
                number, name, instance.get("host", f"db{number}.example.com"),
                to_storage(moment(instance.get("startup", startup)), DATE),
                instance.get("status", "MOUNTED" if mounted else "OPEN"), instance.get("logins", "ALLOWED"),
                "YES" if instance.get("answers", True) else "NO",
            ),
        )  # fmt: skip
        values = {key.lower(): str(value) for key, value in description.get("parameters", {}).items()}
        own = {
            "cluster_database": "TRUE" if len(instances) > 1 else "FALSE",
            "cluster_database_instances": str(len(instances)),
            "compatible": ".".join(database.release.legacy_version.split(".")[:3]),
            "db_domain": database.domain or None,
            "db_name": database.name,
            "db_unique_name": database.unique_name,
            "enable_pluggable_database": "TRUE" if database.is_cdb else "FALSE",
            "instance_name": name,
            "instance_number": str(number if len(instances) > 1 else 0),
            "service_names": ",".join(description.get("services", ())) or database.name,
        }
        database.parameters.define(number, {**own, **values})


def _create_containers(database: Database, description: Description) -> None:
    root = "CDB$ROOT" if database.is_cdb else database.name
    (dbid,) = database.sqlite.execute("SELECT DBID FROM x_database").fetchone()
    _enter_container(database, Container(database.root_id, root, dbid, 1 if database.is_cdb else 0), {}, "READ WRITE")
    if database.is_cdb:
        seed = Container(_PDB_SEED, "PDB$SEED", derived_number(database.name, "PDB$SEED"), derived_number("PDB$SEED"))
        _enter_container(database, seed, {}, "READ ONLY")
        template.clone_container(database, database.root_id, _PDB_SEED)
    for number, pdb in enumerate(description.get("pdbs", ()), _PDB_SEED + 1):
        uid = pdb.get("con_uid", derived_number(database.name, pdb["name"]))
        container = Container(number, pdb["name"].upper(), pdb.get("dbid", uid), uid)
        _enter_container(database, container, pdb, pdb.get("open_mode", "READ WRITE"))
        template.clone_container(database, database.root_id, number)


def _enter_container(database: Database, container: Container, pdb: Description, open_mode: str) -> None:
    con_id = container.con_id
    database.containers[con_id] = container
    guid = hashlib.md5(f"{database.name}/{container.name}".encode(), usedforsecurity=False).digest()
    (created,) = database.sqlite.execute("SELECT CREATED FROM x_database").fetchone()
    database.sqlite.execute("DELETE FROM x_container WHERE CON_ID = ?", (con_id,))
    database.sqlite.execute(
        "INSERT INTO x_container VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            con_id, container.dbid, container.con_uid, guid, container.name, created, template.FIRST_USER_OBJECT,
            pdb.get("application"), "YES" if pdb.get("proxy") else "NO",
        ),
    )  # fmt: skip
    opened = pdb.get("open_on", database.instance_ids())
    rows = database.sqlite.execute("SELECT INST_ID, STARTUP_TIME FROM x_instance ORDER BY INST_ID").fetchall()
    database.sqlite.executemany(
        "INSERT INTO x_container_state VALUES (?, ?, ?, ?, ?)",
        [
            (
                con_id, inst_id, open_mode if inst_id in opened else "MOUNTED",
                "YES" if pdb.get("restricted") else "NO", startup,
            )
            for inst_id, startup in rows
        ],
    )  # fmt: skip


def _pdbs(database: Database) -> list[Container]:
    return [container for con_id, container in sorted(database.containers.items()) if con_id > _PDB_SEED]


def _register_services(listener: Listener, database: Database, description: Description) -> None:
    instances = tuple(database.instance_ids())
    names = description.get("services", [database.name])
    sids = description.get("sids", [database.name] if len(instances) == 1 else [])
    for number, name in enumerate(names):
        service = Service(name, database, database.root_id, instances)
        listener.register(service, sids if number == 0 else ())
    for container, pdb in zip(_pdbs(database), description.get("pdbs", ()), strict=True):
        for name in pdb.get("services", [container.name]):
            listener.register(Service(name, database, container.con_id, tuple(pdb.get("open_on", instances))))
