-- What searches look at is folded by the program (src/services/search-columns.ts): items and accounts like customers.

-- One and two letters of names in scripts that are written without spaces, which an index of three letters finds.
ALTER TABLE customers ADD COLUMN name_parts TEXT;

DROP TRIGGER customer_search_added;
CREATE TRIGGER customer_search_added AFTER INSERT ON customers
BEGIN
  INSERT INTO customer_search (rowid, words)
  VALUES (new.id, new.name_folded || char(10) || new.phone_digits || char(10) || coalesce(new.email, '')
                  || char(10) || coalesce(new.name_parts, ''));
END;
DROP TRIGGER customer_search_changed;
CREATE TRIGGER customer_search_changed AFTER UPDATE OF name_folded, name_parts, phone_digits, email ON customers
BEGIN
  INSERT OR REPLACE INTO customer_search (rowid, words)
  VALUES (new.id, new.name_folded || char(10) || new.phone_digits || char(10) || coalesce(new.email, '')
                  || char(10) || coalesce(new.name_parts, ''));
END;

-- NULL: not folded yet. The triggers of order_items can only add the name as it is.
ALTER TABLE item_names ADD COLUMN folded TEXT;
CREATE INDEX item_names_not_folded ON item_names (id) WHERE folded IS NULL;

DROP TRIGGER item_names_searched;
CREATE TRIGGER item_names_searched AFTER INSERT ON item_names
BEGIN
  INSERT INTO item_name_search (rowid, name) VALUES (new.id, coalesce(new.folded, lower(new.name)));
END;
CREATE TRIGGER item_names_searched_anew AFTER UPDATE OF folded ON item_names
BEGIN
  INSERT OR REPLACE INTO item_name_search (rowid, name) VALUES (new.id, coalesce(new.folded, lower(new.name)));
END;

ALTER TABLE users ADD COLUMN name_folded TEXT;

-- An older shop is folded anew by the next start, some hundred rows at a time.
INSERT INTO counters (name, value)
SELECT 'search_columns_edition', NOT EXISTS (SELECT 1 FROM users);
