-- Whether a customer lets the shop write about offers and news, for each channel: what they said, when, and who put it
-- down. Null: nobody asked, so the shop may not. Messages about their own orders need none of this.

ALTER TABLE customers ADD COLUMN email_consent INTEGER CHECK (email_consent IN (0, 1));
ALTER TABLE customers ADD COLUMN email_consent_at TEXT;
ALTER TABLE customers ADD COLUMN email_consent_by TEXT CHECK (email_consent_by IN ('customer', 'staff'))
  CHECK ((email_consent IS NULL) = (email_consent_at IS NULL) AND (email_consent IS NULL) = (email_consent_by IS NULL));

ALTER TABLE customers ADD COLUMN text_consent INTEGER CHECK (text_consent IN (0, 1));
ALTER TABLE customers ADD COLUMN text_consent_at TEXT;
ALTER TABLE customers ADD COLUMN text_consent_by TEXT CHECK (text_consent_by IN ('customer', 'staff'))
  CHECK ((text_consent IS NULL) = (text_consent_at IS NULL) AND (text_consent IS NULL) = (text_consent_by IS NULL));

-- Orders on their way from one record of a customer to another, by a merge or by its undo: more than fit one
-- transaction. Empty otherwise.
CREATE TABLE customer_moves (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id     INTEGER NOT NULL REFERENCES customers (id),
  target_id     INTEGER NOT NULL REFERENCES customers (id),
  order_ids     TEXT NOT NULL, -- JSON
  done          INTEGER NOT NULL DEFAULT 0, -- how many of them have moved
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;
