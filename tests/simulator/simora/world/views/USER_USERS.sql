SELECT d.username, d.user_id, d.account_status, d.lock_date, d.expiry_date, d.default_tablespace,
       d.temporary_tablespace, d.created, d.initial_rsrc_consumer_group, d.external_name, d.proxy_only_connect,
       d.common, d.oracle_maintained, d.inherited
  FROM dba_users d
 WHERE d.username = SYS_CONTEXT('USERENV', 'CURRENT_USER')
