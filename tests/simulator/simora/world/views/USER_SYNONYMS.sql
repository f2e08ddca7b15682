SELECT d.synonym_name, d.table_owner, d.table_name, d.db_link, d.origin_con_id
  FROM dba_synonyms d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
