-- The ids of items and photos are never given again. Without AUTOINCREMENT, SQLite gives the highest id that is free:
-- who still has the old order open would take the next new item for the one that was taken out, and a browser that keeps
-- a photo by its address would show the one that was deleted in the place of the next one.
CREATE TABLE new_order_items (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id        INTEGER NOT NULL REFERENCES orders (id),
  position        INTEGER NOT NULL,
  item_name       TEXT NOT NULL,
  description     TEXT,
  quantity        INTEGER NOT NULL CHECK (quantity > 0),
  unit_price      INTEGER NOT NULL CHECK (unit_price >= 0),
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL,
  discount_kind   TEXT CHECK (discount_kind IN ('percent', 'amount')),
  discount_value  INTEGER CHECK ((discount_value IS NULL) = (discount_kind IS NULL) AND discount_value > 0),
  discount_amount INTEGER NOT NULL DEFAULT 0 CHECK (discount_amount BETWEEN 0 AND quantity * unit_price),
  UNIQUE (order_id, position)
) STRICT;

INSERT INTO new_order_items (id, order_id, position, item_name, description, quantity, unit_price, created_at,
                             updated_at, discount_kind, discount_value, discount_amount)
SELECT id, order_id, position, item_name, description, quantity, unit_price, created_at, updated_at, discount_kind,
       discount_value, discount_amount
FROM order_items;

-- Its indexes and triggers go with it, and are made again as they were.
DROP TABLE order_items;
ALTER TABLE new_order_items RENAME TO order_items;
CREATE INDEX order_items_by_name ON order_items (item_name, order_id);
CREATE TRIGGER item_names_added AFTER INSERT ON order_items
BEGIN
  INSERT INTO item_names (name) VALUES (new.item_name) ON CONFLICT (name) DO NOTHING;
END;
CREATE TRIGGER item_names_changed AFTER UPDATE OF item_name ON order_items
BEGIN
  INSERT INTO item_names (name) VALUES (new.item_name) ON CONFLICT (name) DO NOTHING;
END;

-- What the planner was told of a large table went with the old one (see 0007).
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('order_items', 'order_items_by_name', '2000000 5000 1'),
  ('order_items', 'sqlite_autoindex_order_items_1', '2000000 2 1');

CREATE TABLE new_order_images (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id      INTEGER NOT NULL REFERENCES orders (id),
  content_type  TEXT NOT NULL,
  size          INTEGER NOT NULL CHECK (size > 0),
  width         INTEGER NOT NULL CHECK (width > 0),
  height        INTEGER NOT NULL CHECK (height > 0),
  sha256        TEXT NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  shared        INTEGER NOT NULL DEFAULT 0 CHECK (shared IN (0, 1))
) STRICT;

CREATE TABLE new_image_blobs (
  image_id      INTEGER PRIMARY KEY REFERENCES new_order_images (id) ON DELETE CASCADE,
  display       BLOB NOT NULL,
  thumbnail     BLOB NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

INSERT INTO new_order_images (id, order_id, content_type, size, width, height, sha256, created_at, updated_at, shared)
SELECT id, order_id, content_type, size, width, height, sha256, created_at, updated_at, shared FROM order_images;
INSERT INTO new_image_blobs (image_id, display, thumbnail, created_at, updated_at)
SELECT image_id, display, thumbnail, created_at, updated_at FROM image_blobs;

-- The bytes go first: dropping what they refer to would delete them one by one. Renaming keeps the reference.
DROP TABLE image_blobs;
DROP TABLE order_images;
ALTER TABLE new_order_images RENAME TO order_images;
ALTER TABLE new_image_blobs RENAME TO image_blobs;
CREATE INDEX order_images_by_order ON order_images (order_id, id);
