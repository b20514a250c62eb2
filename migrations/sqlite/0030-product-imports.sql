-- Products are imported from CSV files too. `last_line` is how far into the file a run is: one that is continued goes on
-- behind it, so that a sale made after a line was imported is not taken back by importing the line again.

CREATE TABLE new_import_runs (
  id              INTEGER PRIMARY KEY,
  noun            TEXT NOT NULL CHECK (noun IN ('customers', 'orders', 'products')),
  state           TEXT NOT NULL CHECK (state IN ('running', 'interrupted', 'done')),
  file_name       TEXT,
  user_id         INTEGER REFERENCES users (id) ON DELETE SET NULL,
  user_name       TEXT NOT NULL,
  runner          TEXT NOT NULL,
  total           INTEGER NOT NULL CHECK (total >= 0),
  made            INTEGER NOT NULL DEFAULT 0 CHECK (made BETWEEN 0 AND total),
  customers_made  INTEGER NOT NULL DEFAULT 0 CHECK (customers_made >= 0),
  known           INTEGER NOT NULL DEFAULT 0 CHECK (known >= 0),
  refused         INTEGER NOT NULL DEFAULT 0 CHECK (refused >= 0),
  problems        TEXT NOT NULL DEFAULT '[]',
  report          TEXT NOT NULL,
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL,
  finished_at     TEXT,
  last_line       INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO new_import_runs (id, noun, state, file_name, user_id, user_name, runner, total, made, customers_made, known,
                             refused, problems, report, created_at, updated_at, finished_at)
SELECT id, noun, state, file_name, user_id, user_name, runner, total, made, customers_made, known, refused, problems,
       report, created_at, updated_at, finished_at
FROM import_runs;

CREATE TABLE new_import_files (
  run_id          INTEGER PRIMARY KEY REFERENCES new_import_runs (id),
  content         BLOB NOT NULL, -- gzip
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL
) STRICT;

INSERT INTO new_import_files (run_id, content, created_at, updated_at)
SELECT run_id, content, created_at, updated_at FROM import_files;

CREATE TABLE new_import_lines (
  run_id          INTEGER NOT NULL REFERENCES new_import_runs (id),
  line            INTEGER NOT NULL,
  reference       TEXT,
  entity_id       INTEGER NOT NULL,
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL,
  PRIMARY KEY (run_id, line)
) STRICT, WITHOUT ROWID;

INSERT INTO new_import_lines (run_id, line, reference, entity_id, created_at, updated_at)
SELECT run_id, line, reference, entity_id, created_at, updated_at FROM import_lines;

DROP TABLE import_lines;
DROP TABLE import_files;
DROP TABLE import_runs;
ALTER TABLE new_import_runs RENAME TO import_runs;
ALTER TABLE new_import_files RENAME TO import_files;
ALTER TABLE new_import_lines RENAME TO import_lines;
