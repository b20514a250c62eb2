-- What a file that was imported called a customer or an order: the same line never makes the same thing twice.

CREATE TABLE imported_rows (
  entity        TEXT NOT NULL CHECK (entity IN ('customer', 'order')),
  reference     TEXT NOT NULL, -- as the file says it
  entity_id     INTEGER NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  PRIMARY KEY (entity, reference)
) STRICT, WITHOUT ROWID;
