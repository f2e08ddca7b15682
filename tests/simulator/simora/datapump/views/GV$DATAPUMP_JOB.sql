SELECT j.inst_id, j.job_id, j.owner_name, j.job_name, j.operation, j.job_mode, j.state, j.workers, j.msg_ctrl_queue,
       j.con_id
  FROM cdb_x_datapump_job j
 WHERE j.listed = 1
