SELECT d.*
  FROM dba_types d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
    OR EXISTS (SELECT 1 FROM all_objects a
                WHERE a.owner = d.owner AND a.object_name = d.type_name AND a.object_type = 'TYPE')
