-- An import that is under way: how far it is, whoever started it, and what it has taken. It goes on after a break.

CREATE TABLE import_runs (
  id              INTEGER PRIMARY KEY,
  noun            TEXT NOT NULL CHECK (noun IN ('customers', 'orders')),
  state           TEXT NOT NULL CHECK (state IN ('running', 'interrupted', 'done')),
  file_name       TEXT,
  user_id         INTEGER REFERENCES users (id) ON DELETE SET NULL,
  user_name       TEXT NOT NULL,
  runner          TEXT NOT NULL, -- whoever carries it on: another one that tries finds its own name gone
  total           INTEGER NOT NULL CHECK (total >= 0),
  made            INTEGER NOT NULL DEFAULT 0 CHECK (made BETWEEN 0 AND total),
  customers_made  INTEGER NOT NULL DEFAULT 0 CHECK (customers_made >= 0),
  known           INTEGER NOT NULL DEFAULT 0 CHECK (known >= 0), -- found there only when it was their turn
  refused         INTEGER NOT NULL DEFAULT 0 CHECK (refused >= 0),
  problems        TEXT NOT NULL DEFAULT '[]', -- JSON, of what was refused when it was its turn
  report          TEXT NOT NULL, -- JSON, of the check before anything was written
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL, -- rises with every batch: an old one tells that nobody carries it on
  finished_at     TEXT
) STRICT;

-- The file, as long as it is needed to go on. Apart, so that each batch rewrites a short row.
CREATE TABLE import_files (
  run_id          INTEGER PRIMARY KEY REFERENCES import_runs (id),
  content         BLOB NOT NULL, -- gzip
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL
) STRICT;

-- What was taken from which line.
CREATE TABLE import_lines (
  run_id          INTEGER NOT NULL REFERENCES import_runs (id),
  line            INTEGER NOT NULL,
  reference       TEXT,
  entity_id       INTEGER NOT NULL,
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL,
  PRIMARY KEY (run_id, line)
) STRICT, WITHOUT ROWID;
