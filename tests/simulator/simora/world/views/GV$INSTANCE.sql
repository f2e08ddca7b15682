SELECT i.inst_id, i.inst_id AS instance_number, i.instance_name, i.host_name, d.version, d.version AS version_legacy,
       d.version_full, i.startup_time, i.status, 'NO' AS parallel, 1 AS thread#, 'STARTED' AS archiver,
       CAST(NULL AS VARCHAR2(15)) AS log_switch_wait, i.logins, 'NO' AS shutdown_pending, i.database_status,
       i.instance_role, 'NORMAL' AS active_state, 'NO' AS blocked, 0 AS con_id, 'REGULAR' AS instance_mode,
       d.edition, CAST(NULL AS VARCHAR2(80)) AS family, 'NONE' AS database_type
  FROM x_instance i, x_database d
 WHERE i.status <> 'SHUTDOWN'
