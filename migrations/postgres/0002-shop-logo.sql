-- The logo of the shop, drawn anew from what was uploaded. The bytes come last, so that reading the facts before
-- them, as every page does, never touches them.
CREATE TABLE shop_logo (
  id            bigint PRIMARY KEY CHECK (id = 1) REFERENCES settings (id),
  content_type  text COLLATE "C" NOT NULL CHECK (content_type IN ('image/webp')),
  sha256        text COLLATE "C" NOT NULL, -- of the bytes, in hex
  width         bigint NOT NULL,
  height        bigint NOT NULL,
  created_at    text COLLATE "C" NOT NULL,
  updated_at    text COLLATE "C" NOT NULL,
  bytes         bytea NOT NULL
);
