SELECT d.*
  FROM dba_ind_columns d
 WHERE d.table_owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
    OR EXISTS (SELECT 1 FROM all_objects a
                WHERE a.owner = d.table_owner AND a.object_name = d.table_name AND a.object_type = 'TABLE')
