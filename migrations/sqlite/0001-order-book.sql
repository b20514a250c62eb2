-- The order book: people, orders with items, photos and payments, and the log of every change.
-- Timestamps are RFC 3339 in UTC with milliseconds; amounts are integers of the currency's smallest unit.

CREATE TABLE settings (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  shop_name     TEXT NOT NULL,
  address       TEXT,
  phone_number  TEXT,
  currency      TEXT NOT NULL CHECK (length(currency) = 3),
  locale        TEXT NOT NULL,
  time_zone     TEXT NOT NULL,
  accent        TEXT NOT NULL DEFAULT 'indigo'
                CHECK (accent IN ('indigo', 'rose', 'emerald', 'amber', 'slate')),
  theme         TEXT NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
  version       INTEGER NOT NULL DEFAULT 1,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

-- Gapless numbers: taken inside the transaction that uses them, so a refused request takes none.
CREATE TABLE counters (
  name          TEXT PRIMARY KEY,
  value         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counters (name, value) VALUES ('order_number', 1000);

CREATE TABLE customers (
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL,
  name_folded   TEXT NOT NULL, -- lower case, without accents: what a search by name looks at
  phone_number  TEXT NOT NULL, -- as typed
  phone_digits  TEXT NOT NULL, -- digits only: what a search by phone looks at
  email         TEXT,
  address       TEXT,
  notes         TEXT,
  version       INTEGER NOT NULL DEFAULT 1,
  archived_at   TEXT,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE INDEX customers_by_name ON customers (name_folded, id) WHERE archived_at IS NULL;

CREATE TABLE employees (
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL,
  phone_number  TEXT NOT NULL,
  version       INTEGER NOT NULL DEFAULT 1,
  archived_at   TEXT,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE TABLE users (
  id            INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again: the event log outlives accounts
  email         TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
  password_hash TEXT NOT NULL,
  role          TEXT NOT NULL CHECK (role IN ('admin', 'staff', 'customer')),
  full_name     TEXT NOT NULL,
  phone_number  TEXT,
  address       TEXT,
  is_active     INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  employee_id   INTEGER REFERENCES employees (id),
  customer_id   INTEGER REFERENCES customers (id),
  theme         TEXT NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
  locale        TEXT,
  version       INTEGER NOT NULL DEFAULT 1,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

-- One row for each signed-in browser or program; only the hash of its secret is kept.
CREATE TABLE sessions (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id       INTEGER NOT NULL REFERENCES users (id),
  kind          TEXT NOT NULL CHECK (kind IN ('browser', 'token')),
  secret_hash   TEXT UNIQUE, -- of the cookie of a browser; a program has refresh tokens instead
  user_agent    TEXT,
  last_used_at  TEXT NOT NULL,
  expires_at    TEXT NOT NULL,
  revoked_at    TEXT,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE INDEX sessions_by_user ON sessions (user_id);

-- A refresh token is good for one use; using it again ends the session (RFC 9700, section 4.14).
CREATE TABLE refresh_tokens (
  id            INTEGER PRIMARY KEY,
  session_id    INTEGER NOT NULL REFERENCES sessions (id),
  secret_hash   TEXT NOT NULL UNIQUE,
  used_at       TEXT,
  expires_at    TEXT NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

-- Failed sign-ins, by account and by address: what throttles the next try.
CREATE TABLE sign_in_failures (
  subject       TEXT PRIMARY KEY, -- 'account:<email hash>' or 'address:<address hash>'
  failures      INTEGER NOT NULL,
  locked_until  TEXT,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE orders (
  id               INTEGER PRIMARY KEY,
  number           INTEGER NOT NULL UNIQUE,
  customer_id      INTEGER NOT NULL REFERENCES customers (id),
  employee_id      INTEGER REFERENCES employees (id),
  status           TEXT NOT NULL DEFAULT 'pending'
                   CHECK (status IN ('pending', 'in_progress', 'ready', 'completed', 'cancelled')),
  total_amount     INTEGER NOT NULL CHECK (total_amount >= 0),
  paid_amount      INTEGER NOT NULL DEFAULT 0 CHECK (paid_amount >= 0 AND paid_amount <= total_amount),
  payment_status   TEXT NOT NULL DEFAULT 'unpaid'
                   CHECK (payment_status IN ('unpaid', 'partial', 'paid', 'refunded')),
  date_of_creation TEXT NOT NULL,
  deadline         TEXT, -- as promised: a day (2026-12-01) or a moment
  due_at           TEXT, -- the moment after which it is late; the end of a day in the shop's time zone
  channel          TEXT NOT NULL DEFAULT 'counter' CHECK (channel IN ('counter', 'online', 'api')),
  shipping_address TEXT,
  notes            TEXT,
  internal_notes   TEXT,
  tracking_token   TEXT NOT NULL UNIQUE,
  version          INTEGER NOT NULL DEFAULT 1, -- rises with every change
  content_version  INTEGER NOT NULL DEFAULT 1, -- the version of the last edit of fields or items
  archived_at      TEXT,
  created_at       TEXT NOT NULL,
  updated_at       TEXT NOT NULL,
  CHECK ((deadline IS NULL) = (due_at IS NULL))
) STRICT;

CREATE INDEX orders_by_creation ON orders (date_of_creation DESC, id DESC) WHERE archived_at IS NULL;
CREATE INDEX orders_by_status ON orders (status, date_of_creation DESC, id DESC) WHERE archived_at IS NULL;
CREATE INDEX orders_by_employee ON orders (employee_id, status, due_at) WHERE archived_at IS NULL;
CREATE INDEX orders_by_customer ON orders (customer_id, date_of_creation DESC, id DESC);
CREATE INDEX orders_by_due ON orders (coalesce(due_at, '9999'), id) WHERE archived_at IS NULL;
CREATE INDEX orders_open_by_due ON orders (due_at)
  WHERE archived_at IS NULL AND status IN ('pending', 'in_progress', 'ready');
CREATE INDEX orders_owing ON orders (payment_status, date_of_creation DESC, id DESC)
  WHERE archived_at IS NULL AND payment_status IN ('unpaid', 'partial');

CREATE TABLE order_items (
  id            INTEGER PRIMARY KEY,
  order_id      INTEGER NOT NULL REFERENCES orders (id),
  position      INTEGER NOT NULL,
  item_name     TEXT NOT NULL,
  description   TEXT,
  quantity      INTEGER NOT NULL CHECK (quantity > 0),
  unit_price    INTEGER NOT NULL CHECK (unit_price >= 0),
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  UNIQUE (order_id, position)
) STRICT;

CREATE TABLE order_images (
  id            INTEGER PRIMARY KEY,
  order_id      INTEGER NOT NULL REFERENCES orders (id),
  content_type  TEXT NOT NULL,
  size          INTEGER NOT NULL CHECK (size > 0),
  width         INTEGER NOT NULL CHECK (width > 0),
  height        INTEGER NOT NULL CHECK (height > 0),
  sha256        TEXT NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE INDEX order_images_by_order ON order_images (order_id, id);

-- The bytes live apart, so that no list ever reads them.
CREATE TABLE image_blobs (
  image_id      INTEGER PRIMARY KEY REFERENCES order_images (id) ON DELETE CASCADE,
  display       BLOB NOT NULL,
  thumbnail     BLOB NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

-- The ledger. Rows are only ever added.
CREATE TABLE payments (
  id            INTEGER PRIMARY KEY,
  order_id      INTEGER NOT NULL REFERENCES orders (id),
  kind          TEXT NOT NULL CHECK (kind IN ('deposit', 'payment', 'refund')),
  amount        INTEGER NOT NULL CHECK (amount > 0),
  method        TEXT NOT NULL CHECK (method IN ('cash', 'card', 'transfer', 'mobile_money', 'other')),
  note          TEXT,
  actor_user_id INTEGER REFERENCES users (id),
  actor_name    TEXT NOT NULL,
  received_at   TEXT NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE INDEX payments_by_order ON payments (order_id, id);

CREATE TRIGGER payments_never_edited BEFORE UPDATE ON payments
BEGIN SELECT RAISE(ABORT, 'a payment is never edited'); END;
CREATE TRIGGER payments_never_deleted BEFORE DELETE ON payments
BEGIN SELECT RAISE(ABORT, 'a payment is never deleted'); END;

-- Every change is a fact with an author; ids rise in commit order.
CREATE TABLE events (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  type          TEXT NOT NULL,
  entity        TEXT NOT NULL,
  entity_id     INTEGER NOT NULL,
  actor_user_id INTEGER,
  actor_name    TEXT NOT NULL,
  request_id    TEXT,
  at            TEXT NOT NULL,
  data          TEXT NOT NULL CHECK (json_valid(data))
) STRICT;

CREATE INDEX events_by_entity ON events (entity, entity_id, id);

CREATE TRIGGER events_never_edited BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'an event is never edited'); END;
CREATE TRIGGER events_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;

-- Written in the same transaction as what it protects.
CREATE TABLE idempotency_keys (
  actor         TEXT NOT NULL,
  route         TEXT NOT NULL,
  key           TEXT NOT NULL,
  body_hash     TEXT NOT NULL,
  answer        TEXT NOT NULL CHECK (json_valid(answer)),
  created_at    TEXT NOT NULL,
  PRIMARY KEY (actor, route, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
