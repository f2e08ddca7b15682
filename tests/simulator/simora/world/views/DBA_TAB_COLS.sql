SELECT o.owner_name AS owner, o.name AS table_name, c.name AS column_name,
       CASE WHEN c.type_name LIKE 'TIMESTAMP%' THEN 'TIMESTAMP(' || NVL(c.scale, 6) || ')' || SUBSTR(c.type_name, 10)
            ELSE c.type_name END AS data_type,
       CAST(NULL AS VARCHAR2(3)) AS data_type_mod, CAST(NULL AS VARCHAR2(128)) AS data_type_owner, c.length AS data_length,
       c.precision# AS data_precision, c.scale AS data_scale, c.null$ AS nullable, c.col# AS column_id,
       LENGTH(c.default$) AS default_length, c.default$ AS data_default, CAST(NULL AS NUMBER) AS num_distinct,
       CAST(NULL AS NUMBER) AS num_nulls, CAST(NULL AS DATE) AS last_analyzed,
       DECODE(c.charlength, 0, NULL, 'CHAR_CS') AS character_set_name,
       DECODE(c.charlength, 0, TO_NUMBER(NULL), c.length) AS char_col_decl_length, c.charlength AS char_length, c.char_used, c.hidden AS hidden_column, 'NO' AS virtual_column, c.segcol# AS segment_column_id,
       c.col# AS internal_column_id, c.name AS qualified_col_name, 'YES' AS user_generated, 'NO' AS default_on_null,
       'NO' AS identity_column, o.con_id
  FROM obj$ o, col$ c
 WHERE o.type# IN (2, 4)
   AND c.con_id = o.con_id
   AND c.obj# = o.obj#
