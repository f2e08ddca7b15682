SELECT j.job_name, j.operation, j.job_mode, j.state, j.workers AS degree,
       (SELECT COUNT(*) FROM x_datapump_session s WHERE s.job_id = j.job_id AND s.type = 'DBMS_DATAPUMP')
           AS attached_sessions,
       (SELECT COUNT(*) FROM x_datapump_session s WHERE s.job_id = j.job_id) AS datapump_sessions
  FROM x_datapump_job j
 WHERE j.listed = 1
   AND j.inst_id IN (SELECT i.inst_id FROM gv$instance i)
   AND j.msg_ctrl_queue IS NOT NULL
   AND j.owner_name = SYS_CONTEXT('USERENV', 'CURRENT_USER')
UNION ALL
SELECT o.name, SUBSTR(c.comment$, 24, 30), SUBSTR(c.comment$, 55, 30), 'NOT RUNNING', 0, 0, 0
  FROM com$ c, obj$ o, user$ u
 WHERE SUBSTR(c.comment$, 1, 22) = 'Data Pump Master Table'
   AND RTRIM(SUBSTR(c.comment$, 24, 30)) IN ('EXPORT', 'IMPORT', 'SQL_FILE')
   AND RTRIM(SUBSTR(c.comment$, 55, 30)) IN ('FULL', 'SCHEMA', 'TABLE', 'TABLESPACE', 'TRANSPORTABLE')
   AND o.con_id = c.con_id
   AND o.obj# = c.obj#
   AND o.type# = 2
   AND (BITAND(o.flags, 128) <> 128 OR EXISTS (SELECT 1 FROM x_database d WHERE d.lists_dropped = 'YES'))
   AND u.con_id = o.con_id
   AND u.user# = o.owner#
   AND u.name = SYS_CONTEXT('USERENV', 'CURRENT_USER')
   AND NOT EXISTS (SELECT 1 FROM x_datapump_job j
                    WHERE j.listed = 1
                      AND j.inst_id IN (SELECT i.inst_id FROM gv$instance i)
                      AND j.con_id = o.con_id
                      AND j.owner_name = u.name
                      AND j.job_name = o.name)
