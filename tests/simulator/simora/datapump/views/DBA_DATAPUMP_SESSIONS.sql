SELECT j.owner_name, j.job_name, j.inst_id, s.saddr, s.type AS session_type, j.con_id
  FROM x_datapump_job j, x_datapump_session s
 WHERE j.listed = 1
   AND s.job_id = j.job_id
