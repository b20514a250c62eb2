-- What a customer ordered, paid and owes, and the newest orders of those whom a search finds, are read from this index
-- alone: the rows of a large shop lie far apart, and each would be a page of the file of its own.
DROP INDEX orders_by_customer;
CREATE INDEX orders_by_customer ON orders
  (customer_id, date_of_creation DESC, id DESC, archived_at, status, payment_status, total_amount, paid_amount);

-- With the status in it, so that a column of the board passes over the orders of the others without reading them.
DROP INDEX orders_open_by_deadline;
CREATE INDEX orders_open_by_deadline ON orders (archived_at, coalesce(due_at, '9999'), id, status)
  WHERE archived_at IS NULL AND status IN ('pending', 'in_progress', 'ready');

-- What the planner was told of a large shop went with the old indexes (see 0007).
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('orders', 'orders_by_customer', '1000000 20 1 1 1 1 1 1 1'),
  ('orders', 'orders_open_by_deadline', '15000 15000 10 1 1');
