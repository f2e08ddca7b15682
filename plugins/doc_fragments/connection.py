# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection options that every module of the collection shares."""

from __future__ import annotations


class ModuleDocFragment:
    """Documentation of the options in C(module_utils/_options.py); a unit test holds the two against each other."""

    DOCUMENTATION = r"""
options:
  host:
    description:
      - Host name or address of the database listener.
      - Needs O(service_name) or O(sid). Mutually exclusive with O(dsn).
      - If not set, the environment variable E(DATAPUMP_HOST) is used.
    type: str
    aliases: [hostname, login_host]
  port:
    description:
      - Port of the listener, 1 to 65535.
      - If not set, the environment variable E(DATAPUMP_PORT) is used.
    type: int
    default: 1521
    aliases: [login_port]
  protocol:
    description: Transport protocol used with O(host); V(tcps) is TLS.
    type: str
    choices: [tcp, tcps]
    default: tcp
  service_name:
    description:
      - Service name of the database or pluggable database.
      - Mutually exclusive with O(sid) and O(dsn).
      - If not set, the environment variable E(DATAPUMP_SERVICE_NAME) is used.
    type: str
    aliases: [service, login_service_name]
  sid:
    description:
      - Instance SID, for listeners that offer no service.
      - Mutually exclusive with O(service_name) and O(dsn).
    type: str
  dsn:
    description:
      - Where to connect, as an easy connect string, a TNS alias or a full connect descriptor.
      - Credentials inside the string are refused. Give them as O(user) and O(password).
      - If not set, the environment variable E(DATAPUMP_DSN) is used.
    type: str
    aliases: [login_dsn]
  user:
    description:
      - Database user. The proxy form C(user[owner]) is accepted, see also O(proxy_user).
      - Leave it out for external authentication, for example by a wallet or the operating system.
      - If not set, the environment variable E(DATAPUMP_USER) is used.
    type: str
    aliases: [username, login_user]
  password:
    description:
      - Password of O(user).
      - If not set, the environment variable E(DATAPUMP_PASSWORD) is used.
    type: str
    aliases: [login_password]
  proxy_user:
    description:
      - Act as this user through proxy authentication. O(user) must be allowed to connect through it
        (C(ALTER USER owner GRANT CONNECT THROUGH user)).
      - The name is taken exactly as stored in the dictionary.
    type: str
  mode:
    description: Administrative privilege to connect with.
    type: str
    choices: [normal, sysdba, sysoper, sysbackup, sysdg, syskm, sysrac]
    default: normal
    aliases: [login_mode]
  wallet_location:
    description:
      - Directory of the wallet (C(ewallet.pem) in thin mode).
      - If not set, the environment variable E(DATAPUMP_WALLET_LOCATION) is used.
    type: path
  wallet_password:
    description:
      - Password of the wallet.
      - If not set, the environment variable E(DATAPUMP_WALLET_PASSWORD) is used.
    type: str
  config_dir:
    description:
      - Directory that holds C(tnsnames.ora).
      - If not set, the environment variable E(TNS_ADMIN) is used.
    type: path
  ssl_server_dn_match:
    description: Whether the name in the server's certificate must match the host.
    type: bool
    default: true
  ssl_server_cert_dn:
    description: The distinguished name that the server's certificate must carry.
    type: str
  tcp_connect_timeout:
    description: Seconds to wait for one TCP connection to be accepted, 1 to 3600.
    type: float
    default: 10
  connect_deadline:
    description:
      - Seconds until the whole connect, logon included, must be done, 1 to 3600.
      - Ends a listener that accepts and then stays silent, which O(tcp_connect_timeout) does not cover.
    type: float
    default: 30
  call_timeout:
    description: Seconds one call to the database may take, 1 to 86400.
    type: float
    default: 60
  total_deadline:
    description:
      - Seconds after which the module starts nothing more and reports, 1 to 86400.
      - A destructive step that was under way is reported as C(unknown), unless reading again shows what became of it.
    type: float
    default: 600
  retry_count:
    description:
      - How often a connect is tried again where waiting may help - nobody listens, the service is not known yet, the
        instance is starting or stopping, or has no handler free - 0 to 100, and always within O(connect_deadline).
      - A refused logon, a wrong certificate and a restricted database are never tried again.
    type: int
    default: 2
  retry_delay:
    description: Seconds before the first such repetition, 0 to 600. Each wait is doubled, and varied by chance.
    type: int
    default: 1
  thick_mode:
    description: Use the Oracle Client libraries instead of the driver's thin mode.
    type: bool
    default: false
  oracle_client_lib_dir:
    description: Directory of the Oracle Client libraries, with O(thick_mode=true).
    type: path
  oracle_home:
    description:
      - Oracle home of a database on the target machine, for a local connection without listener.
      - Together with O(oracle_sid), O(thick_mode=true) and usually O(mode=sysdba), and without O(host) and O(dsn).
        This is how leftovers of C(expdp "/ as sysdba") are reached from the database server itself.
    type: path
  oracle_sid:
    description: SID of the local instance, see O(oracle_home).
    type: str
  container:
    description:
      - Pluggable database to switch to after the logon (C(ALTER SESSION SET CONTAINER)).
      - Not needed when the service already belongs to the pluggable database.
    type: str
  run_id:
    description:
      - Identifies this run in the session's client identifier, so that auditing can tie sessions to runs.
      - Up to 36 letters, digits, dots, underscores and hyphens. Made up if not given.
    type: str
requirements:
  - python >= 3.9
  - oracledb >= 2.0.0 (Oracle Database 12.1 or later in thin mode)
notes:
  - The collection speaks of a I(master table). From Oracle Database 23ai on, the documentation calls it the
    I(control job table); the same table is meant.
  - Sessions are tagged with C(MODULE), C(ACTION) and C(CLIENT_IDENTIFIER).
  - Oracle network data encryption is not available in thin mode. Use TLS (O(protocol=tcps)), or O(thick_mode).
"""
