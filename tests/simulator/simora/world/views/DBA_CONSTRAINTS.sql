SELECT c.owner_name AS owner, c.name AS constraint_name, d.type AS constraint_type, o.name AS table_name,
       d.condition AS search_condition, r.owner_name AS r_owner, r.name AS r_constraint_name, d.delete_rule, d.status,
       'NOT DEFERRABLE' AS deferrable, 'IMMEDIATE' AS deferred, 'VALIDATED' AS validated, d.generated,
       CAST(NULL AS VARCHAR2(3)) AS bad, CAST(NULL AS VARCHAR2(4)) AS rely, d.mtime AS last_change,
       DECODE(i.name, NULL, NULL, i.owner_name) AS index_owner, i.name AS index_name,
       CAST(NULL AS VARCHAR2(7)) AS invalid, CAST(NULL AS VARCHAR2(14)) AS view_related,
       d.condition AS search_condition_vc, c.con_id
  FROM cdef$ d
  JOIN con$ c ON c.con_id = d.con_id AND c.con# = d.con#
  JOIN obj$ o ON o.con_id = d.con_id AND o.obj# = d.obj#
  LEFT JOIN con$ r ON r.con_id = d.con_id AND r.con# = d.rcon#
  LEFT JOIN obj$ i ON i.con_id = d.con_id AND i.obj# = d.enabled
