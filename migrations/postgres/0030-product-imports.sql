-- Products are imported from CSV files too. `last_line` is how far into the file a run is: one that is continued goes on
-- behind it, so that a sale made after a line was imported is not taken back by importing the line again.
ALTER TABLE import_runs DROP CONSTRAINT import_runs_noun_check;
ALTER TABLE import_runs ADD CONSTRAINT import_runs_noun_check CHECK (noun IN ('customers', 'orders', 'products'));
ALTER TABLE import_runs ADD COLUMN last_line bigint NOT NULL DEFAULT 0;
