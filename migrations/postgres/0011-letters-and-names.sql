-- Names are found by what people type: ø, ł, ß and their like are letters of their own, which Unicode does not take apart.
UPDATE customers
SET name_folded = replace(replace(replace(replace(replace(replace(replace(replace(replace(name_folded, 'æ', 'ae'), 'ð', 'd'), 'đ', 'd'), 'ı', 'i'), 'ł', 'l'), 'ø', 'o'), 'œ', 'oe'), 'ß', 'ss'), 'þ', 'th')
WHERE name_folded <> replace(replace(replace(replace(replace(replace(replace(replace(replace(name_folded, 'æ', 'ae'), 'ð', 'd'), 'đ', 'd'), 'ı', 'i'), 'ł', 'l'), 'ø', 'o'), 'œ', 'oe'), 'ß', 'ss'), 'þ', 'th');

-- One or two letters are looked for at the beginning of all names, those of archived customers too.
CREATE INDEX customers_by_folded_name ON customers (name_folded);
