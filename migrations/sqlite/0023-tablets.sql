-- Shared tablets: a device is enrolled once by a code; then the people of the shop take turns on it by PIN.

CREATE TABLE devices (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  name             TEXT NOT NULL,
  code_hash        TEXT UNIQUE, -- of the code that enrols it, until it was used
  code_expires_at  TEXT,
  secret_hash      TEXT UNIQUE, -- of its cookie, once it is enrolled
  enrolled_at      TEXT,
  last_used_at     TEXT,
  pin_failures     INTEGER NOT NULL DEFAULT 0, -- wrong PINs in a row
  needs_password   INTEGER NOT NULL DEFAULT 0 CHECK (needs_password IN (0, 1)), -- after too many of them
  created_by       INTEGER REFERENCES users (id),
  revoked_at       TEXT,
  created_at       TEXT NOT NULL,
  updated_at       TEXT NOT NULL
) STRICT;

ALTER TABLE users ADD COLUMN pin_hash TEXT;

ALTER TABLE sessions ADD COLUMN device_id INTEGER REFERENCES devices (id);
ALTER TABLE sessions ADD COLUMN opened_by TEXT NOT NULL DEFAULT 'password' CHECK (opened_by IN ('password', 'pin'));
ALTER TABLE sessions ADD COLUMN password_at TEXT; -- when the password was last typed in it
ALTER TABLE sessions ADD COLUMN locked_at TEXT;
ALTER TABLE sessions ADD COLUMN confirmed_for TEXT; -- the one request that a password was typed for
ALTER TABLE sessions ADD COLUMN confirmed_until TEXT;
UPDATE sessions SET password_at = created_at;
CREATE INDEX sessions_by_device ON sessions (device_id);

ALTER TABLE settings ADD COLUMN tablet_lock_minutes INTEGER NOT NULL DEFAULT 5
  CHECK (tablet_lock_minutes BETWEEN 0 AND 240); -- 0: never
