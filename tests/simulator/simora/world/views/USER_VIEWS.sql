SELECT d.view_name, d.text_length, d.text, d.text_vc, d.view_type, d.read_only
  FROM dba_views d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
