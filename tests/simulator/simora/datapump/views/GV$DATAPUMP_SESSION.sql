SELECT s.inst_id, s.job_id, s.saddr, s.type, s.con_id
  FROM cdb_x_datapump_session s
