SELECT d.*
  FROM dba_synonyms d
 WHERE d.owner IN (SYS_CONTEXT('USERENV', 'CURRENT_USER'), 'PUBLIC')
    OR EXISTS (SELECT 1 FROM all_objects a WHERE a.owner = d.table_owner AND a.object_name = d.table_name)
