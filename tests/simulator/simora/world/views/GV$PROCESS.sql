SELECT s.inst_id, s.paddr AS addr, s.sid + 10 AS pid, TO_CHAR(20000 + s.sid) AS spid, s.process_name AS pname, 'oracle' AS username,
       1 AS serial#, s.terminal, s.program, CAST(NULL AS VARCHAR2(1)) AS background,
       CAST(NULL AS VARCHAR2(513)) AS tracefile, 0 AS pga_used_mem, 0 AS pga_alloc_mem, s.con_id
  FROM cdb_x_session s
