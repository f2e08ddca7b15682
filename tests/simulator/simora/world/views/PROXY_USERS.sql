SELECT p.name AS proxy, c.name AS client, 'NO' AS authentication,
       'PROXY MAY ACTIVATE ALL CLIENT ROLES' AS flags, i.con_id
  FROM proxy_info$ i
  JOIN user$ p ON p.con_id = i.con_id AND p.user# = i.proxy#
  JOIN user$ c ON c.con_id = i.con_id AND c.user# = i.client#
