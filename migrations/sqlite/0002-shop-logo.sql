-- The logo of the shop, drawn anew from what was uploaded. The bytes come last, so that reading the facts before
-- them, as every page does, never touches them.
CREATE TABLE shop_logo (
  id            INTEGER PRIMARY KEY CHECK (id = 1) REFERENCES settings (id),
  content_type  TEXT NOT NULL CHECK (content_type IN ('image/webp')),
  sha256        TEXT NOT NULL, -- of the bytes, in hex
  width         INTEGER NOT NULL,
  height        INTEGER NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  bytes         BLOB NOT NULL
) STRICT;
