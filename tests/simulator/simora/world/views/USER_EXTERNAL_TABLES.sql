SELECT d.table_name, d.type_owner, d.type_name, d.default_directory_owner, d.default_directory_name, d.reject_limit,
       d.access_type, d.access_parameters, d.property
  FROM dba_external_tables d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
