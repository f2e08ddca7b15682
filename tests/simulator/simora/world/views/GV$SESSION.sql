SELECT s.inst_id, s.saddr, s.sid, s.serial#, s.audsid, s.paddr, s.user#, s.username, 0 AS command, s.user# AS ownerid,
       CAST(NULL AS RAW(8)) AS taddr, CAST(NULL AS RAW(8)) AS lockwait,
       CASE WHEN s.sid = SYS_CONTEXT('USERENV', 'SID') + 0 THEN 'ACTIVE' ELSE s.status END AS status,
       'DEDICATED' AS server, s.schema#, s.schemaname, s.osuser, s.process, s.machine, 0 AS port, s.terminal, s.program,
       s.type, CAST(NULL AS RAW(8)) AS sql_address, 0 AS sql_hash_value, CAST(NULL AS VARCHAR2(13)) AS sql_id,
       s.module, 0 AS module_hash, s.action, 0 AS action_hash, s.client_info, -1 AS row_wait_obj#, s.logon_time,
       0 AS last_call_et, 'NO' AS pdml_enabled, 'NONE' AS failover_type, 'NONE' AS failover_method, 'NO' AS failed_over,
       CAST(NULL AS VARCHAR2(32)) AS resource_consumer_group, s.client_identifier,
       CASE WHEN s.blocking_session IS NULL THEN 'NO HOLDER' ELSE 'VALID' END AS blocking_session_status,
       CAST(NULL AS NUMBER) AS blocking_instance, s.blocking_session, 0 AS seq#, 0 AS event#, s.event,
       'Idle' AS wait_class, 0 AS wait_time, 0 AS seconds_in_wait, 'WAITING' AS state, s.service_name,
       'DISABLED' AS sql_trace, CAST(NULL AS VARCHAR2(64)) AS ecid, s.con_id
  FROM cdb_x_session s
