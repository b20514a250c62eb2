-- Under which address people open the shop; null: the one that the server listens on.
ALTER TABLE settings ADD COLUMN public_url text COLLATE "C";
