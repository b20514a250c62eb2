-- The storefront: what the shop says there, when it is open, how orders reach people, and carts.

ALTER TABLE settings ADD COLUMN storefront INTEGER NOT NULL DEFAULT 0 CHECK (storefront IN (0, 1)); -- 1: open to visitors
ALTER TABLE settings ADD COLUMN hold_minutes INTEGER NOT NULL DEFAULT 30 CHECK (hold_minutes BETWEEN 5 AND 1440);
ALTER TABLE settings ADD COLUMN headline TEXT;
ALTER TABLE settings ADD COLUMN intro TEXT;
ALTER TABLE settings ADD COLUMN about TEXT;
ALTER TABLE settings ADD COLUMN banner TEXT;
ALTER TABLE settings ADD COLUMN delivery_note TEXT;
ALTER TABLE settings ADD COLUMN returns_note TEXT;
ALTER TABLE settings ADD COLUMN payment_note TEXT; -- how to pay an order that was placed online
ALTER TABLE settings ADD COLUMN size_guide TEXT;
ALTER TABLE settings ADD COLUMN map_url TEXT;

-- The colourway of all pages: a thread and the cloth that goes with it.
ALTER TABLE settings ADD COLUMN colourway TEXT NOT NULL DEFAULT 'marigold'
  CHECK (colourway IN ('marigold', 'rose', 'rust', 'bottle', 'teal', 'indigo', 'mulberry', 'graphite'));
UPDATE settings
SET colourway = CASE accent WHEN 'emerald' THEN 'bottle' WHEN 'amber' THEN 'marigold' WHEN 'slate' THEN 'graphite'
                            ELSE accent END;
ALTER TABLE settings DROP COLUMN accent;

-- Times of day in the shop's time zone. A day may have several spans; one without any is closed.
CREATE TABLE opening_hours (
  weekday       INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7), -- 1 is Monday (ISO 8601)
  opens         TEXT NOT NULL, -- '09:00'
  closes        TEXT NOT NULL, -- up to '24:00'
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  PRIMARY KEY (weekday, opens),
  CHECK (opens < closes)
) STRICT, WITHOUT ROWID;

-- Days that differ from their weekday: other hours, or closed.
CREATE TABLE opening_exceptions (
  day           TEXT PRIMARY KEY, -- '2026-12-24'
  opens         TEXT, -- null: closed
  closes        TEXT,
  note          TEXT,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  CHECK ((opens IS NULL) = (closes IS NULL) AND (opens IS NULL OR opens < closes))
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery_methods (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  kind          TEXT NOT NULL CHECK (kind IN ('pickup', 'delivery')),
  name          TEXT NOT NULL,
  price         INTEGER NOT NULL CHECK (price >= 0),
  free_from     INTEGER CHECK (free_from >= 0), -- no charge from this sum of items; null: always
  note          TEXT,
  position      INTEGER NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

INSERT INTO opening_hours (weekday, opens, closes, created_at, updated_at)
SELECT weekday, '09:00', '18:00', '2026-12-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'
FROM (SELECT 1 AS weekday UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6) AS days;

INSERT INTO delivery_methods (kind, name, price, position, created_at, updated_at)
VALUES ('pickup', 'Pick up in the shop', 0, 0, '2026-12-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z');

-- One cart for each guest (who holds its token) and each account.
CREATE TABLE carts (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash    TEXT UNIQUE, -- of a guest
  user_id       INTEGER UNIQUE REFERENCES users (id),
  draft         TEXT NOT NULL DEFAULT '{}', -- what was typed at the checkout
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  CHECK ((token_hash IS NULL) <> (user_id IS NULL))
) STRICT;

CREATE INDEX carts_by_update ON carts (updated_at);

CREATE TABLE cart_items (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  cart_id       INTEGER NOT NULL REFERENCES carts (id) ON DELETE CASCADE,
  variant_id    INTEGER NOT NULL REFERENCES variants (id),
  quantity      INTEGER NOT NULL CHECK (quantity > 0), -- whole
  price         INTEGER NOT NULL CHECK (price >= 0), -- as the buyer saw it last, of one
  saved         INTEGER NOT NULL DEFAULT 0 CHECK (saved IN (0, 1)), -- 1: for later, not part of the order
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  UNIQUE (cart_id, variant_id, saved)
) STRICT;

CREATE INDEX cart_items_by_variant ON cart_items (variant_id);
