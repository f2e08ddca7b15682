SELECT p.name AS property_name, p.value$ AS property_value, p.comment$ AS description
  FROM props$ p
