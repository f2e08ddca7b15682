SELECT o.owner_name AS owner, o.name AS view_name, LENGTH(v.text) AS text_length, v.text, v.text AS text_vc,
       CAST(NULL AS VARCHAR2(128)) AS view_type, 'N' AS read_only, o.con_id
  FROM obj$ o
  LEFT JOIN view$ v ON v.con_id = o.con_id AND v.obj# = o.obj#
 WHERE o.type# = 4
