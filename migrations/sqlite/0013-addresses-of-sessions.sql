-- Where a session was last used: an address at which the shop's people are signed in is no stranger's.
ALTER TABLE sessions ADD COLUMN address_hash TEXT;
CREATE INDEX sessions_by_address ON sessions (address_hash);
