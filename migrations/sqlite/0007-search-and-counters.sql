-- What grows with the shop is kept instead of counted, and found instead of looked through.

-- How many orders there are of each kind, and what they add up to. Only current orders count. Triggers keep it right
-- with whatever writes; a test compares it with a recount.
CREATE TABLE order_sums (
  status         TEXT NOT NULL,
  payment_status TEXT NOT NULL,
  employee_id    INTEGER NOT NULL, -- 0: nobody
  orders         INTEGER NOT NULL,
  total          INTEGER NOT NULL, -- smallest units
  paid           INTEGER NOT NULL,
  PRIMARY KEY (status, payment_status, employee_id)
) STRICT, WITHOUT ROWID;

INSERT INTO order_sums
SELECT status, payment_status, coalesce(employee_id, 0), count(*), sum(total_amount), sum(paid_amount)
FROM orders
WHERE archived_at IS NULL
GROUP BY 1, 2, 3;

CREATE TRIGGER order_sums_added AFTER INSERT ON orders WHEN new.archived_at IS NULL
BEGIN
  INSERT INTO order_sums (status, payment_status, employee_id, orders, total, paid)
  VALUES (new.status, new.payment_status, coalesce(new.employee_id, 0), 1, new.total_amount, new.paid_amount)
  ON CONFLICT (status, payment_status, employee_id) DO UPDATE
  SET orders = orders + 1, total = total + excluded.total, paid = paid + excluded.paid;
END;

CREATE TRIGGER order_sums_left
AFTER UPDATE OF status, payment_status, employee_id, total_amount, paid_amount, archived_at ON orders
WHEN old.archived_at IS NULL
BEGIN
  UPDATE order_sums
  SET orders = orders - 1, total = total - old.total_amount, paid = paid - old.paid_amount
  WHERE status = old.status AND payment_status = old.payment_status
    AND employee_id = coalesce(old.employee_id, 0);
END;

CREATE TRIGGER order_sums_joined
AFTER UPDATE OF status, payment_status, employee_id, total_amount, paid_amount, archived_at ON orders
WHEN new.archived_at IS NULL
BEGIN
  INSERT INTO order_sums (status, payment_status, employee_id, orders, total, paid)
  VALUES (new.status, new.payment_status, coalesce(new.employee_id, 0), 1, new.total_amount, new.paid_amount)
  ON CONFLICT (status, payment_status, employee_id) DO UPDATE
  SET orders = orders + 1, total = total + excluded.total, paid = paid + excluded.paid;
END;

CREATE TRIGGER order_sums_removed AFTER DELETE ON orders WHEN old.archived_at IS NULL
BEGIN
  UPDATE order_sums
  SET orders = orders - 1, total = total - old.total_amount, paid = paid - old.paid_amount
  WHERE status = old.status AND payment_status = old.payment_status
    AND employee_id = coalesce(old.employee_id, 0);
END;

-- Each name of an item once: a search looks through these, and not through all items ever made.
CREATE TABLE item_names (
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL UNIQUE
) STRICT;

-- Indexes of three letters each; what they find is looked at again, so they may find too much and never too little.
CREATE VIRTUAL TABLE item_name_search USING fts5 (
  name, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram'
);
CREATE VIRTUAL TABLE customer_search USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram'
);

CREATE TRIGGER item_names_searched AFTER INSERT ON item_names
BEGIN
  INSERT INTO item_name_search (rowid, name) VALUES (new.id, new.name);
END;
INSERT INTO item_names (name) SELECT DISTINCT item_name FROM order_items;

CREATE TRIGGER item_names_added AFTER INSERT ON order_items
BEGIN
  INSERT INTO item_names (name) VALUES (new.item_name) ON CONFLICT (name) DO NOTHING;
END;
CREATE TRIGGER item_names_changed AFTER UPDATE OF item_name ON order_items
BEGIN
  INSERT INTO item_names (name) VALUES (new.item_name) ON CONFLICT (name) DO NOTHING;
END;

INSERT INTO customer_search (rowid, words)
SELECT id, name_folded || char(10) || phone_digits || char(10) || coalesce(email, '') FROM customers;

CREATE TRIGGER customer_search_added AFTER INSERT ON customers
BEGIN
  INSERT INTO customer_search (rowid, words)
  VALUES (new.id, new.name_folded || char(10) || new.phone_digits || char(10) || coalesce(new.email, ''));
END;
CREATE TRIGGER customer_search_changed AFTER UPDATE OF name_folded, phone_digits, email ON customers
BEGIN
  INSERT OR REPLACE INTO customer_search (rowid, words)
  VALUES (new.id, new.name_folded || char(10) || new.phone_digits || char(10) || coalesce(new.email, ''));
END;
CREATE TRIGGER customer_search_removed AFTER DELETE ON customers
BEGIN
  DELETE FROM customer_search WHERE rowid = old.id;
END;

CREATE INDEX customers_by_phone ON customers (phone_digits);
CREATE INDEX customers_archived ON customers (name_folded, id) WHERE archived_at IS NOT NULL;
CREATE INDEX order_items_by_name ON order_items (item_name, order_id);

-- With the customer in it, so that the newest orders of many customers are found without touching others.
DROP INDEX orders_by_creation;
CREATE INDEX orders_by_creation ON orders (date_of_creation DESC, id DESC, customer_id) WHERE archived_at IS NULL;
CREATE INDEX orders_archived ON orders (date_of_creation DESC, id DESC) WHERE archived_at IS NOT NULL;
CREATE INDEX orders_by_total ON orders (total_amount, id) WHERE archived_at IS NULL;

-- Work that is not done: by deadline, for a list and for counting what is late, in all and for each employee.
-- (That archived_at, always null, stands in front makes planners see that the rest of the index is in order.)
DROP INDEX orders_open_by_due;
DROP INDEX orders_by_employee;
CREATE INDEX orders_open_by_deadline ON orders (archived_at, coalesce(due_at, '9999'), id)
  WHERE archived_at IS NULL AND status IN ('pending', 'in_progress', 'ready');
CREATE INDEX orders_open_by_creation ON orders (archived_at, date_of_creation DESC, id DESC)
  WHERE archived_at IS NULL AND status IN ('pending', 'in_progress', 'ready');
CREATE INDEX orders_owing_by_creation ON orders (archived_at, date_of_creation DESC, id DESC)
  WHERE archived_at IS NULL AND payment_status IN ('unpaid', 'partial');
CREATE INDEX orders_open_by_due ON orders (archived_at, due_at, status, total_amount, paid_amount)
  WHERE archived_at IS NULL AND status IN ('pending', 'in_progress', 'ready');
CREATE INDEX orders_open_by_employee ON orders
  (archived_at, employee_id, coalesce(due_at, '9999'), id, due_at, status)
  WHERE archived_at IS NULL AND status IN ('pending', 'in_progress', 'ready');
CREATE INDEX orders_by_employee ON orders (employee_id, date_of_creation DESC, id DESC)
  WHERE archived_at IS NULL;

-- What the planner of queries is told of a large shop, so that it chooses the same way in every shop and on every day:
-- a table that was never analysed would have it sort all orders of a status. `<rows> <rows with the same first
-- column> <with the same first two> ...` (https://sqlite.org/fileformat2.html#stat1tab).
ANALYZE counters;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('orders', 'orders_by_creation', '1000000 2 1 1'),
  ('orders', 'orders_by_status', '1000000 200000 2 1'),
  ('orders', 'orders_by_customer', '1000000 20 1 1'),
  ('orders', 'orders_by_employee', '1000000 100000 2 1'),
  ('orders', 'orders_by_due', '1000000 400 1'),
  ('orders', 'orders_by_total', '1000000 200 1'),
  ('orders', 'orders_archived', '1000 2 1'),
  ('orders', 'orders_owing', '50000 25000 2 1'),
  ('orders', 'orders_owing_by_customer', '50000 2 1 1 1'),
  ('orders', 'orders_open_by_deadline', '15000 15000 10 1'),
  ('orders', 'orders_open_by_creation', '15000 15000 2 1'),
  ('orders', 'orders_owing_by_creation', '50000 50000 2 1'),
  ('orders', 'orders_open_by_due', '15000 15000 10 5 2 1'),
  ('orders', 'orders_open_by_employee', '15000 15000 1500 2 1 1 1'),
  ('order_items', 'order_items_by_name', '2000000 5000 1'),
  ('order_items', 'sqlite_autoindex_order_items_1', '2000000 2 1'),
  ('payments', 'payments_by_order', '2000000 2 1'),
  ('customers', 'customers_by_name', '50000 2 1'),
  ('customers', 'customers_by_phone', '50000 1'),
  ('item_names', 'sqlite_autoindex_item_names_1', '2000 1');
