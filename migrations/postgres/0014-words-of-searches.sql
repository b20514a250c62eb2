-- What searches look at is folded by the program (src/services/search-columns.ts): items and accounts like customers.

-- One and two letters of names in scripts that are written without spaces, which an index of three letters finds.
ALTER TABLE customers ADD COLUMN name_parts text COLLATE "C";
CREATE INDEX customer_search_parts ON customers USING gin (name_parts gin_trgm_ops) WHERE name_parts IS NOT NULL;

-- NULL: not folded yet. The triggers of order_items can only add the name as it is.
ALTER TABLE item_names ADD COLUMN folded text COLLATE "C";
CREATE INDEX item_names_not_folded ON item_names (id) WHERE folded IS NULL;
DROP INDEX item_name_search;
CREATE INDEX item_name_search ON item_names USING gin (coalesce(folded, lower(name)) gin_trgm_ops);

ALTER TABLE users ADD COLUMN name_folded text COLLATE "C";

-- An older shop is folded anew by the next start, some hundred rows at a time.
INSERT INTO counters (name, value)
SELECT 'search_columns_edition', CASE WHEN EXISTS (SELECT 1 FROM users) THEN 0 ELSE 1 END;
