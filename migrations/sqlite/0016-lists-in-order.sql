-- Every list of orders comes out of an index, whatever is chosen and however it is sorted. An index holds the orders of
-- each kind (a status with a payment status, and who makes it) in the order of the list; a list of several kinds is
-- merged out of as many ranges, so it costs the same in a small shop and in a large one. What a span of days is
-- compared with comes after it, so that orders are passed over without being read.

DROP INDEX orders_by_status;
DROP INDEX orders_owing;
DROP INDEX orders_owing_by_creation;
DROP INDEX orders_open_by_deadline;
DROP INDEX orders_open_by_creation;
DROP INDEX orders_open_by_employee;
DROP INDEX orders_by_employee;
DROP INDEX orders_by_due;
DROP INDEX orders_by_total;
DROP INDEX orders_archived;

CREATE INDEX orders_by_kind_creation ON orders
  (status, payment_status, date_of_creation, id,
   due_at, total_amount, paid_amount, employee_id, customer_id, archived_at)
  WHERE archived_at IS NULL;
CREATE INDEX orders_by_kind_due ON orders
  (status, payment_status, coalesce(due_at, '9999'), id,
   date_of_creation, total_amount, paid_amount, employee_id, customer_id, archived_at)
  WHERE archived_at IS NULL;
CREATE INDEX orders_by_kind_total ON orders
  (status, payment_status, total_amount, id,
   date_of_creation, due_at, employee_id, customer_id, archived_at)
  WHERE archived_at IS NULL;
CREATE INDEX orders_by_kind_number ON orders
  (status, payment_status, number, id,
   date_of_creation, due_at, archived_at)
  WHERE archived_at IS NULL;
CREATE INDEX orders_by_employee_creation ON orders
  (employee_id, status, payment_status, date_of_creation, id, archived_at)
  WHERE archived_at IS NULL;
CREATE INDEX orders_by_employee_due ON orders
  (employee_id, status, payment_status, coalesce(due_at, '9999'), id, archived_at)
  WHERE archived_at IS NULL;
CREATE INDEX orders_by_employee_total ON orders
  (employee_id, status, payment_status, total_amount, id, archived_at)
  WHERE archived_at IS NULL;
CREATE INDEX orders_by_employee_number ON orders
  (employee_id, status, payment_status, number, id, archived_at)
  WHERE archived_at IS NULL;
CREATE INDEX orders_archived_creation ON orders
  (status, payment_status, date_of_creation, id, employee_id, archived_at)
  WHERE archived_at IS NOT NULL;
CREATE INDEX orders_archived_due ON orders
  (status, payment_status, coalesce(due_at, '9999'), id, employee_id, archived_at)
  WHERE archived_at IS NOT NULL;
CREATE INDEX orders_archived_total ON orders
  (status, payment_status, total_amount, id, employee_id, archived_at)
  WHERE archived_at IS NOT NULL;
CREATE INDEX orders_archived_number ON orders
  (status, payment_status, number, id, employee_id, archived_at)
  WHERE archived_at IS NOT NULL;

-- What the planner is told of a large shop (see 0007).
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('orders', 'orders_by_kind_creation', '1000000 200000 50000 2 1 1 1 1 1 1 1'),
  ('orders', 'orders_by_kind_due', '1000000 200000 50000 20 1 1 1 1 1 1 1'),
  ('orders', 'orders_by_kind_total', '1000000 200000 50000 20 1 1 1 1 1 1'),
  ('orders', 'orders_by_kind_number', '1000000 200000 50000 1 1 1 1 1'),
  ('orders', 'orders_by_employee_creation', '1000000 100000 20000 5000 2 1 1'),
  ('orders', 'orders_by_employee_due', '1000000 100000 20000 5000 20 1 1'),
  ('orders', 'orders_by_employee_total', '1000000 100000 20000 5000 20 1 1'),
  ('orders', 'orders_by_employee_number', '1000000 100000 20000 5000 1 1 1'),
  ('orders', 'orders_archived_creation', '1000 200 50 2 1 1 1'),
  ('orders', 'orders_archived_due', '1000 200 50 20 1 1 1'),
  ('orders', 'orders_archived_total', '1000 200 50 20 1 1 1'),
  ('orders', 'orders_archived_number', '1000 200 50 1 1 1 1');
