SELECT i.inst_id, d.dbid, d.name, d.created, d.resetlogs_change#, d.resetlogs_time, d.log_mode,
       d.scn AS checkpoint_change#, d.scn AS current_scn,
       DECODE(i.status, 'OPEN', d.open_mode, 'MOUNTED') AS open_mode, 'MAXIMUM PERFORMANCE' AS protection_mode,
       'MAXIMUM PERFORMANCE' AS protection_level, d.database_role, 'CURRENT' AS controlfile_type,
       'NOT ALLOWED' AS switchover_status, 'NO' AS force_logging, 13 AS platform_id, d.platform_name, 'NO' AS flashback_on,
       d.db_unique_name, 'NO' AS supplemental_log_data_min, d.cdb, 0 AS con_id, c.dbid AS con_dbid
  FROM x_database d, x_instance i, x_container c
 WHERE i.status <> 'SHUTDOWN'
