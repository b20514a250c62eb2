-- API keys: programs under names of their own, with permissions (src/schemas/access/permissions.ts) as their scopes.
-- Rows stay after a key is revoked, since the history names them.

CREATE TABLE api_keys (
  id                      INTEGER PRIMARY KEY AUTOINCREMENT,
  name                    TEXT NOT NULL,
  name_folded             TEXT NOT NULL,
  prefix                  TEXT NOT NULL, -- the first characters of the key
  secret_hash             TEXT NOT NULL UNIQUE, -- SHA-256 of the whole key
  permissions             TEXT NOT NULL, -- names, with a space between two
  discount_limit          INTEGER CHECK (discount_limit BETWEEN 0 AND 10000), -- hundredths of a percent; null: none
  refund_limit            INTEGER CHECK (refund_limit >= 0), -- smallest units of the currency; null: none
  addresses               TEXT NOT NULL DEFAULT '', -- IP addresses and CIDR ranges, with a space between two; empty: any
  expires_at              TEXT,
  created_by              INTEGER REFERENCES users (id) ON DELETE SET NULL,
  created_by_name         TEXT NOT NULL,
  last_used_at            TEXT,
  last_used_address_hash  TEXT,
  revoked_at              TEXT,
  version                 INTEGER NOT NULL DEFAULT 1,
  created_at              TEXT NOT NULL,
  updated_at              TEXT NOT NULL
) STRICT;

-- Two keys of one name could not be told apart in the history.
CREATE UNIQUE INDEX api_keys_by_name ON api_keys (name_folded) WHERE revoked_at IS NULL;
CREATE INDEX api_keys_by_creator ON api_keys (created_by);
