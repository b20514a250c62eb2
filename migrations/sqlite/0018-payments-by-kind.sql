-- Payments of one kind or taken in one way come out of an index in the order of their list, and what they add up to is
-- read from it alone, however rare they are and however long the time.
CREATE INDEX payments_by_kind ON payments (kind, method, received_at, id, amount);

-- What the planner is told of a large shop (see 0007).
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('payments', 'payments_by_kind', '2000000 600000 130000 2 1 1');
