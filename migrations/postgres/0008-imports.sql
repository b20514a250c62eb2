-- What a file that was imported called a customer or an order: the same line never makes the same thing twice.

CREATE TABLE imported_rows (
  entity        text COLLATE "C" NOT NULL CHECK (entity IN ('customer', 'order')),
  reference     text COLLATE "C" NOT NULL, -- as the file says it
  entity_id     bigint NOT NULL,
  created_at    text COLLATE "C" NOT NULL,
  updated_at    text COLLATE "C" NOT NULL,
  PRIMARY KEY (entity, reference)
);
