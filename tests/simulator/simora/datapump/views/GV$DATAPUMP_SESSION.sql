SELECT s.inst_id, s.job_id, s.saddr, s.type, s.con_id
  FROM x_datapump_session s
