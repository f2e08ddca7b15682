SELECT o.owner_name AS owner, o.name AS queue_table, q.type, q.object_type, CAST(NULL AS VARCHAR2(22)) AS sort_order,
       'SINGLE' AS recipients, 'NONE' AS message_grouping, '10.0.0' AS compatible, 0 AS primary_instance,
       0 AS secondary_instance, 1 AS owner_instance, o.con_id
  FROM queue_tables$ q
  JOIN obj$ o ON o.con_id = q.con_id AND o.obj# = q.obj#
