-- The catalogue and its stock: categories, products with variants and photos; every change of stock is a movement.
-- Quantities are integers: thousandths of the variant's unit (3.5 m is 3500).

CREATE TABLE categories (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  name          TEXT NOT NULL,
  name_folded   TEXT NOT NULL UNIQUE, -- lower case, without accents: two names that read the same are one
  slug          TEXT NOT NULL UNIQUE, -- in addresses
  description   TEXT,
  position      INTEGER NOT NULL, -- in lists and menus, ascending; equal ones by name
  version       INTEGER NOT NULL DEFAULT 1,
  archived_at   TEXT,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE TABLE products (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  name          TEXT NOT NULL,
  name_folded   TEXT NOT NULL,
  search_text   TEXT NOT NULL, -- name, description and SKUs, folded: what a search looks at
  slug          TEXT NOT NULL UNIQUE,
  description   TEXT,
  care          TEXT,
  category_id   INTEGER REFERENCES categories (id),
  kind          TEXT NOT NULL CHECK (kind IN ('ready_made', 'made_to_order', 'material')),
  options       TEXT NOT NULL DEFAULT '[]', -- names of at most three, such as ["Size"]
  featured      INTEGER NOT NULL DEFAULT 0 CHECK (featured IN (0, 1)),
  lowest_price  INTEGER NOT NULL, -- of the current variants
  highest_price INTEGER NOT NULL,
  version       INTEGER NOT NULL DEFAULT 1,
  archived_at   TEXT,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE INDEX products_by_name ON products (name_folded, id) WHERE archived_at IS NULL;
CREATE INDEX products_by_category ON products (category_id, name_folded, id) WHERE archived_at IS NULL;
CREATE INDEX products_newest ON products (created_at DESC, id DESC) WHERE archived_at IS NULL;
CREATE INDEX products_by_price ON products (lowest_price, id) WHERE archived_at IS NULL;

CREATE TABLE product_images (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  product_id    INTEGER NOT NULL REFERENCES products (id),
  position      INTEGER NOT NULL,
  content_type  TEXT NOT NULL,
  size          INTEGER NOT NULL CHECK (size > 0),
  width         INTEGER NOT NULL CHECK (width > 0),
  height        INTEGER NOT NULL CHECK (height > 0),
  sha256        TEXT NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE INDEX product_images_by_product ON product_images (product_id, position, id);

-- The bytes apart, so that no list reads them. A photo without a row here is in the object store.
CREATE TABLE product_image_blobs (
  image_id      INTEGER PRIMARY KEY REFERENCES product_images (id) ON DELETE CASCADE,
  display       BLOB NOT NULL,
  thumbnail     BLOB NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

-- Stock lives here alone. `stock` is on hand, `reserved` is what active holds keep of it.
CREATE TABLE variants (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  product_id    INTEGER NOT NULL REFERENCES products (id),
  position      INTEGER NOT NULL,
  sku           TEXT NOT NULL,
  sku_folded    TEXT NOT NULL UNIQUE,
  options       TEXT NOT NULL DEFAULT '[]', -- a value for each of the product's options, such as ["S"]
  options_key   TEXT NOT NULL DEFAULT '', -- the same folded: one variant for each combination
  price         INTEGER NOT NULL CHECK (price >= 0),
  cost          INTEGER CHECK (cost >= 0), -- of one unit
  supplier      TEXT,
  barcode       TEXT,
  unit          TEXT NOT NULL CHECK (unit IN ('piece', 'm')),
  stock         INTEGER NOT NULL DEFAULT 0,
  reserved      INTEGER NOT NULL DEFAULT 0,
  low_stock_at  INTEGER CHECK (low_stock_at >= 0), -- at this much or less it is low; null: never
  image_id      INTEGER REFERENCES product_images (id) ON DELETE SET NULL,
  version       INTEGER NOT NULL DEFAULT 1, -- of what is entered; stock has none
  archived_at   TEXT,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  CHECK (0 <= reserved AND reserved <= stock),
  CHECK ((stock % 1000 = 0 AND reserved % 1000 = 0) OR unit <> 'piece')
) STRICT;

CREATE INDEX variants_by_product ON variants (product_id, position, id);
CREATE UNIQUE INDEX variants_of_options ON variants (product_id, options_key) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX variants_by_barcode ON variants (barcode) WHERE barcode IS NOT NULL AND archived_at IS NULL;
CREATE INDEX variants_low ON variants (id)
  WHERE archived_at IS NULL AND low_stock_at IS NOT NULL AND stock - reserved <= low_stock_at;

-- The values of a variant by the name of the option, folded: what a filter looks at.
CREATE TABLE variant_options (
  variant_id    INTEGER NOT NULL REFERENCES variants (id),
  name_folded   TEXT NOT NULL,
  value_folded  TEXT NOT NULL,
  name          TEXT NOT NULL,
  value         TEXT NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  PRIMARY KEY (variant_id, name_folded)
) STRICT, WITHOUT ROWID;

CREATE INDEX variant_options_by_value ON variant_options (name_folded, value_folded, variant_id);

CREATE TABLE stock_counts (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  note          TEXT,
  blind         INTEGER NOT NULL CHECK (blind IN (0, 1)), -- 1: the counter does not see what should be there
  state         TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'posted', 'cancelled')),
  actor_user_id INTEGER REFERENCES users (id),
  actor_name    TEXT NOT NULL,
  posted_at     TEXT,
  version       INTEGER NOT NULL DEFAULT 1,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE INDEX stock_counts_by_state ON stock_counts (state, id);

-- `expected` is the stock at the moment of counting: the difference to it is posted, so sales since then stay.
CREATE TABLE stock_count_lines (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  count_id      INTEGER NOT NULL REFERENCES stock_counts (id),
  variant_id    INTEGER NOT NULL REFERENCES variants (id),
  expected      INTEGER NOT NULL CHECK (expected >= 0),
  counted       INTEGER NOT NULL CHECK (counted >= 0),
  actor_name    TEXT NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  UNIQUE (count_id, variant_id)
) STRICT;

CREATE TABLE stock_movements (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  variant_id    INTEGER NOT NULL REFERENCES variants (id),
  delta         INTEGER NOT NULL CHECK (delta <> 0),
  stock_after   INTEGER NOT NULL CHECK (stock_after >= 0),
  reason        TEXT NOT NULL CHECK (reason IN ('opening', 'received', 'counted', 'sold', 'cancelled', 'returned',
                                                'issued', 'given_back', 'damaged', 'lost', 'found', 'imported')),
  note          TEXT,
  order_id      INTEGER REFERENCES orders (id),
  item_id       INTEGER, -- of the order's items; they may be deleted
  count_id      INTEGER REFERENCES stock_counts (id),
  actor_user_id INTEGER REFERENCES users (id),
  actor_name    TEXT NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE INDEX stock_movements_by_variant ON stock_movements (variant_id, id);
CREATE INDEX stock_movements_by_order ON stock_movements (order_id) WHERE order_id IS NOT NULL;

CREATE TRIGGER stock_movements_never_edited BEFORE UPDATE ON stock_movements
BEGIN SELECT RAISE(ABORT, 'a stock movement is never edited'); END;
CREATE TRIGGER stock_movements_never_deleted BEFORE DELETE ON stock_movements
BEGIN SELECT RAISE(ABORT, 'a stock movement is never deleted'); END;

-- What a buyer keeps while they pay. A hold whose end has passed blocks nobody, released or not.
CREATE TABLE stock_holds (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  variant_id    INTEGER NOT NULL REFERENCES variants (id),
  holder        TEXT NOT NULL, -- who keeps it: an order or a cart, such as order:1042
  address       TEXT, -- hash of the network address it came from
  quantity      INTEGER NOT NULL CHECK (quantity > 0),
  expires_at    TEXT NOT NULL,
  latest_end    TEXT NOT NULL, -- activity cannot extend it beyond
  state         TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'consumed', 'released')),
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX stock_holds_active ON stock_holds (variant_id, holder) WHERE state = 'active';
CREATE INDEX stock_holds_by_holder ON stock_holds (holder) WHERE state = 'active';
CREATE INDEX stock_holds_by_address ON stock_holds (address) WHERE state = 'active' AND address IS NOT NULL;
CREATE INDEX stock_holds_by_end ON stock_holds (expires_at) WHERE state = 'active';

-- A line of an order may name a variant; its name and price stay as they were agreed.
ALTER TABLE order_items ADD COLUMN product_id INTEGER REFERENCES products (id);
ALTER TABLE order_items ADD COLUMN variant_id INTEGER REFERENCES variants (id);
-- What the line has taken from the stock of its variant and not given back.
ALTER TABLE order_items ADD COLUMN stock_taken INTEGER NOT NULL DEFAULT 0 CHECK (stock_taken >= 0);
CREATE INDEX order_items_by_variant ON order_items (variant_id) WHERE variant_id IS NOT NULL;

-- Material that was cut for an item: what is used costs `unit_cost` each.
CREATE TABLE item_materials (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  item_id       INTEGER NOT NULL REFERENCES order_items (id),
  variant_id    INTEGER NOT NULL REFERENCES variants (id),
  issued        INTEGER NOT NULL CHECK (issued > 0),
  given_back    INTEGER NOT NULL DEFAULT 0 CHECK (given_back >= 0 AND given_back <= issued),
  unit_cost     INTEGER NOT NULL CHECK (unit_cost >= 0), -- at the time of issue
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE INDEX item_materials_by_item ON item_materials (item_id);
CREATE INDEX item_materials_by_variant ON item_materials (variant_id);

UPDATE roles SET permissions = permissions || ' products.read products.write products.export stock.write' WHERE given = 'manager';
UPDATE roles SET permissions = permissions || ' products.read' WHERE given = 'counter';
