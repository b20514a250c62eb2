-- Second factors (TOTP, RFC 6238) with recovery codes, and one-time links that set a password.

CREATE TABLE second_factors (
  user_id       INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  secret        TEXT NOT NULL, -- encrypted: src/lib/encryption.ts
  confirmed_at  TEXT, -- null while it is set up: sign-in does not ask for it yet
  last_step     INTEGER, -- the time step of the last used code: each code is good once
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

CREATE TABLE recovery_codes (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id       INTEGER NOT NULL REFERENCES second_factors (user_id) ON DELETE CASCADE,
  code_hash     TEXT NOT NULL,
  used_at       TEXT,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  UNIQUE (user_id, code_hash)
) STRICT;

-- One for each account: a new link replaces the last.
CREATE TABLE password_links (
  user_id       INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  secret_hash   TEXT NOT NULL UNIQUE,
  expires_at    TEXT NOT NULL,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL
) STRICT;

-- Since when the role requires a second factor; null: not. It counts for sessions that begin later.
ALTER TABLE roles ADD COLUMN second_factor_since TEXT;

-- The list of all signed-in devices, last used first.
CREATE INDEX sessions_by_use ON sessions (last_used_at, id) WHERE revoked_at IS NULL;
