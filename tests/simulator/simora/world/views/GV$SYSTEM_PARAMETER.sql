SELECT p.inst_id, p.num, p.name, p.type, p.value, p.value AS display_value, p.default_value, p.isdefault,
       p.isses_modifiable, p.issys_modifiable, p.ispdb_modifiable, 'TRUE' AS isinstance_modifiable,
       'FALSE' AS ismodified, p.description, CAST(NULL AS VARCHAR2(255)) AS update_comment, 0 AS con_id
  FROM x_parameter p
