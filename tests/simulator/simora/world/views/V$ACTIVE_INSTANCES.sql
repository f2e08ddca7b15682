SELECT i.inst_id AS inst_number, i.host_name || ':' || i.instance_name AS inst_name, 0 AS con_id
  FROM x_instance i
 WHERE i.status <> 'SHUTDOWN'
