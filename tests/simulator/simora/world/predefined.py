# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every database has from its creation: system privileges, roles and what they hold, accounts, tablespaces.

Role contents of the Data Pump roles: Oracle's own catalog script (18c); of CONNECT and RESOURCE: Database Security
Guide 12.1 and later. DBA holds every system privilege with the admin option except the administrative ones.
"""

from __future__ import annotations

# Numbers as in SYSTEM_PRIVILEGE_MAP as far as they are published; the others are ours.
SYSTEM_PRIVILEGES: dict[str, int] = {
    "ALTER SYSTEM": -3,
    "AUDIT SYSTEM": -4,
    "CREATE SESSION": -5,
    "ALTER SESSION": -6,
    "RESTRICTED SESSION": -7,
    "CREATE TABLESPACE": -10,
    "ALTER TABLESPACE": -11,
    "MANAGE TABLESPACE": -12,
    "DROP TABLESPACE": -13,
    "UNLIMITED TABLESPACE": -15,
    "CREATE USER": -20,
    "BECOME USER": -21,
    "ALTER USER": -22,
    "DROP USER": -23,
    "CREATE TABLE": -40,
    "CREATE ANY TABLE": -41,
    "ALTER ANY TABLE": -42,
    "BACKUP ANY TABLE": -43,
    "DROP ANY TABLE": -44,
    "LOCK ANY TABLE": -45,
    "COMMENT ANY TABLE": -46,
    "SELECT ANY TABLE": -47,
    "INSERT ANY TABLE": -48,
    "UPDATE ANY TABLE": -49,
    "DELETE ANY TABLE": -50,
    "CREATE ANY INDEX": -71,
    "ALTER ANY INDEX": -72,
    "DROP ANY INDEX": -73,
    "CREATE SYNONYM": -80,
    "CREATE ANY SYNONYM": -81,
    "DROP ANY SYNONYM": -82,
    "CREATE PUBLIC SYNONYM": -85,
    "DROP PUBLIC SYNONYM": -86,
    "CREATE VIEW": -90,
    "CREATE ANY VIEW": -91,
    "DROP ANY VIEW": -92,
    "CREATE SEQUENCE": -105,
    "CREATE ANY SEQUENCE": -106,
    "ALTER ANY SEQUENCE": -107,
    "DROP ANY SEQUENCE": -108,
    "SELECT ANY SEQUENCE": -109,
    "CREATE DATABASE LINK": -115,
    "CREATE PUBLIC DATABASE LINK": -120,
    "CREATE ROLE": -125,
    "DROP ANY ROLE": -126,
    "GRANT ANY ROLE": -127,
    "ALTER ANY ROLE": -128,
    "AUDIT ANY": -130,
    "ALTER DATABASE": -135,
    "CREATE PROCEDURE": -140,
    "CREATE ANY PROCEDURE": -141,
    "ALTER ANY PROCEDURE": -142,
    "DROP ANY PROCEDURE": -143,
    "EXECUTE ANY PROCEDURE": -144,
    "CREATE TRIGGER": -151,
    "CREATE ANY TRIGGER": -152,
    "CREATE PROFILE": -160,
    "ALTER PROFILE": -161,
    "DROP PROFILE": -162,
    "ALTER RESOURCE COST": -163,
    "ANALYZE ANY": -165,
    "GRANT ANY PRIVILEGE": -167,
    "CREATE MATERIALIZED VIEW": -172,
    "CREATE ANY DIRECTORY": -177,
    "DROP ANY DIRECTORY": -178,
    "CREATE TYPE": -180,
    "CREATE ANY TYPE": -181,
    "ALTER ANY TYPE": -182,
    "DROP ANY TYPE": -183,
    "EXECUTE ANY TYPE": -184,
    "EXECUTE ANY OPERATOR": -206,
    "CREATE OPERATOR": -200,
    "CREATE INDEXTYPE": -205,
    "CREATE CLUSTER": -60,
    "SELECT ANY DICTIONARY": -237,
    "GRANT ANY OBJECT PRIVILEGE": -244,
    "FLASHBACK ANY TABLE": -243,
    "ANALYZE ANY DICTIONARY": -263,
    "EXPORT FULL DATABASE": -276,
    "IMPORT FULL DATABASE": -277,
    "SET CONTAINER": -315,
    "CREATE PLUGGABLE DATABASE": -326,
    "PURGE DBA_RECYCLEBIN": -330,
    "READ ANY TABLE": -397,
}

# Granted through the password file.
ADMINISTRATIVE_PRIVILEGES = ("SYSDBA", "SYSOPER", "SYSBACKUP", "SYSDG", "SYSKM", "SYSRAC")

OBJECT_PRIVILEGES: dict[str, int] = {
    "ALTER": 0,
    "DELETE": 3,
    "INDEX": 5,
    "INSERT": 6,
    "REFERENCES": 4,
    "SELECT": 9,
    "UPDATE": 10,
    "EXECUTE": 12,
    "READ": 17,
    "WRITE": 18,
    "FLASHBACK": 27,
    "DEBUG": 26,
}

_EVERYTHING = tuple(SYSTEM_PRIVILEGES)

# Role → (system privileges, roles).
ROLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "CONNECT": (("CREATE SESSION", "SET CONTAINER"), ()),
    "RESOURCE": (
        (
            "CREATE CLUSTER",
            "CREATE INDEXTYPE",
            "CREATE OPERATOR",
            "CREATE PROCEDURE",
            "CREATE SEQUENCE",
            "CREATE TABLE",
            "CREATE TRIGGER",
            "CREATE TYPE",
        ),
        (),
    ),
    "SELECT_CATALOG_ROLE": ((), ()),
    "EXECUTE_CATALOG_ROLE": ((), ()),
    "EXP_FULL_DATABASE": (
        ("ANALYZE ANY", "BACKUP ANY TABLE", "CREATE SESSION", "CREATE TABLE", "EXECUTE ANY PROCEDURE",
         "SELECT ANY SEQUENCE", "SELECT ANY TABLE", "FLASHBACK ANY TABLE", "READ ANY TABLE"),
        ("SELECT_CATALOG_ROLE", "EXECUTE_CATALOG_ROLE"),
    ),
    "IMP_FULL_DATABASE": (
        ("ALTER ANY TABLE", "ANALYZE ANY", "BECOME USER", "COMMENT ANY TABLE", "CREATE ANY DIRECTORY",
         "CREATE ANY INDEX", "CREATE ANY PROCEDURE", "CREATE ANY SEQUENCE", "CREATE ANY SYNONYM", "CREATE ANY TABLE",
         "CREATE ANY TRIGGER", "CREATE ANY TYPE", "CREATE ANY VIEW", "CREATE DATABASE LINK", "CREATE PROFILE",
         "CREATE PUBLIC DATABASE LINK", "CREATE PUBLIC SYNONYM", "CREATE ROLE", "CREATE SESSION", "CREATE TABLESPACE",
         "CREATE USER", "DROP ANY DIRECTORY", "DROP ANY INDEX", "DROP ANY PROCEDURE", "DROP ANY ROLE",
         "DROP ANY SEQUENCE", "DROP ANY SYNONYM", "DROP ANY TABLE", "DROP ANY VIEW", "DROP PROFILE",
         "DROP PUBLIC SYNONYM", "DROP TABLESPACE", "DROP USER", "EXECUTE ANY PROCEDURE", "INSERT ANY TABLE",
         "UPDATE ANY TABLE", "DELETE ANY TABLE", "SELECT ANY TABLE"),
        ("SELECT_CATALOG_ROLE", "EXECUTE_CATALOG_ROLE"),
    ),
    "DATAPUMP_EXP_FULL_DATABASE": (("CREATE SESSION", "CREATE TABLE"), ("EXP_FULL_DATABASE",)),
    "DATAPUMP_IMP_FULL_DATABASE": (
        ("ALTER DATABASE", "ALTER PROFILE", "ALTER RESOURCE COST", "ALTER USER", "AUDIT ANY", "AUDIT SYSTEM",
         "CREATE PROFILE", "CREATE SESSION", "DELETE ANY TABLE", "EXECUTE ANY OPERATOR", "GRANT ANY OBJECT PRIVILEGE",
         "GRANT ANY PRIVILEGE", "GRANT ANY ROLE", "SELECT ANY TABLE"),
        ("EXP_FULL_DATABASE", "IMP_FULL_DATABASE"),
    ),
    "DBA": (
        _EVERYTHING,
        ("SELECT_CATALOG_ROLE", "EXECUTE_CATALOG_ROLE", "EXP_FULL_DATABASE", "IMP_FULL_DATABASE",
         "DATAPUMP_EXP_FULL_DATABASE", "DATAPUMP_IMP_FULL_DATABASE"),
    ),
}  # fmt: skip

# Account → (number, default tablespace, status, system privileges, roles).
SYS, SYSTEM, PUBLIC = 0, 9, 1
ACCOUNTS: dict[str, tuple[int, str, str, tuple[str, ...], tuple[str, ...]]] = {
    "SYS": (SYS, "SYSTEM", "OPEN", _EVERYTHING, tuple(ROLES)),
    "SYSTEM": (SYSTEM, "SYSTEM", "OPEN", ("UNLIMITED TABLESPACE",), ("DBA",)),
    "OUTLN": (13, "SYSTEM", "EXPIRED & LOCKED", ("CREATE SESSION", "UNLIMITED TABLESPACE"), ("RESOURCE",)),
    "DBSNMP": (41, "SYSAUX", "EXPIRED & LOCKED", ("CREATE SESSION", "SELECT ANY DICTIONARY"), ()),
}

# The password of both administrators, unless the scenario sets another.
DEFAULT_PASSWORD = "manager"

# Name → (number, contents).
TABLESPACES: dict[str, tuple[int, str]] = {
    "SYSTEM": (0, "PERMANENT"),
    "SYSAUX": (1, "PERMANENT"),
    "UNDOTBS1": (2, "UNDO"),
    "TEMP": (3, "TEMPORARY"),
    "USERS": (4, "PERMANENT"),
}

ACCOUNT_STATUS: dict[str, int] = {
    "OPEN": 0,
    "EXPIRED": 1,
    "EXPIRED(GRACE)": 2,
    "LOCKED(TIMED)": 4,
    "LOCKED": 8,
    "EXPIRED & LOCKED(TIMED)": 5,
    "EXPIRED(GRACE) & LOCKED(TIMED)": 6,
    "EXPIRED & LOCKED": 9,
    "EXPIRED(GRACE) & LOCKED": 10,
}

PROPERTIES: dict[str, tuple[str, str]] = {
    "DEFAULT_TEMP_TABLESPACE": ("TEMP", "Name of default temporary tablespace"),
    "DEFAULT_PERMANENT_TABLESPACE": ("USERS", "Name of default permanent tablespace"),
    "DST_UPGRADE_STATE": ("NONE", "State of Day Light Saving Time Upgrade"),
    "DST_PRIMARY_TT_VERSION": ("32", "Version of primary timezone data file"),
    "NLS_CHARACTERSET": ("AL32UTF8", "Character set"),
    "NLS_NCHAR_CHARACTERSET": ("AL16UTF16", "NCHAR Character set"),
    "NLS_LANGUAGE": ("AMERICAN", "Language"),
    "NLS_TERRITORY": ("AMERICA", "Territory"),
    "DBTIMEZONE": ("00:00", "DB time zone"),
}
