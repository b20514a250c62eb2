-- Customers who are merged or erased, and the codes and links by which they claim their record.

ALTER TABLE customers ADD COLUMN merged_into INTEGER REFERENCES customers (id);
ALTER TABLE customers ADD COLUMN erased_at TEXT;

CREATE INDEX customers_by_email ON customers (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX customers_merged ON customers (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX users_by_customer ON users (customer_id) WHERE customer_id IS NOT NULL;

-- What proves that somebody is a customer: a code from the counter, or the link of an invitation. Good once.
CREATE TABLE customer_proofs (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  customer_id   INTEGER NOT NULL REFERENCES customers (id),
  kind          TEXT NOT NULL CHECK (kind IN ('code', 'invite')),
  secret_hash   TEXT NOT NULL UNIQUE,
  expires_at    TEXT NOT NULL,
  used_at       TEXT,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE INDEX customer_proofs_by_customer ON customer_proofs (customer_id);

-- A row stands here while a transaction erases a customer: only then may texts of events and payments change.
CREATE TABLE erasing (
  customer_id   INTEGER PRIMARY KEY
) STRICT;

DROP TRIGGER events_never_edited;
CREATE TRIGGER events_never_edited BEFORE UPDATE ON events
WHEN NOT EXISTS (SELECT 1 FROM erasing)
  OR (old.id, old.type, old.entity, old.entity_id, old.actor_user_id, old.request_id, old.at)
     IS NOT (new.id, new.type, new.entity, new.entity_id, new.actor_user_id, new.request_id, new.at)
BEGIN SELECT RAISE(ABORT, 'an event is never edited'); END;

DROP TRIGGER payments_never_edited;
CREATE TRIGGER payments_never_edited BEFORE UPDATE ON payments
WHEN NOT EXISTS (SELECT 1 FROM erasing)
  OR (old.id, old.order_id, old.kind, old.amount, old.method, old.actor_user_id, old.received_at, old.reverses_id)
     IS NOT (new.id, new.order_id, new.kind, new.amount, new.method, new.actor_user_id, new.received_at, new.reverses_id)
BEGIN SELECT RAISE(ABORT, 'a payment is never edited'); END;

UPDATE roles SET permissions = permissions || ' customers.merge customers.erase' WHERE given = 'manager';
