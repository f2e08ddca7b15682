SELECT o.inst_id, i.inst_id AS inst_number, i.host_name || ':' || i.instance_name AS inst_name, 0 AS con_id
  FROM x_instance i, x_instance o
 WHERE i.status <> 'SHUTDOWN'
   AND o.status <> 'SHUTDOWN'
