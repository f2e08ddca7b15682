SELECT p.inst_id, p.num, p.name, p.type, NVL(s.value, p.value) AS value, NVL(s.value, p.value) AS display_value,
       p.default_value, p.isdefault, p.isses_modifiable, p.issys_modifiable, p.ispdb_modifiable,
       'TRUE' AS isinstance_modifiable, DECODE(s.name, NULL, 'FALSE', 'MODIFIED') AS ismodified, 'FALSE' AS isadjusted,
       'FALSE' AS isdeprecated, 'FALSE' AS isbasic, p.description, CAST(NULL AS VARCHAR2(255)) AS update_comment, 0 AS con_id
  FROM x_parameter p
  LEFT JOIN x_session_parameter s ON s.name = p.name
