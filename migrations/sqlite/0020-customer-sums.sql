-- What each customer ordered, paid and owes is stored, so that lists of customers by balance come out of an index.
-- Triggers maintain it; the integrity check and a test compare it with a recount.
CREATE TABLE customer_sums (
  customer_id   INTEGER NOT NULL PRIMARY KEY,
  orders        INTEGER NOT NULL, -- current ones
  spent         INTEGER NOT NULL, -- paid less refunded, on all orders; smallest units
  balance       INTEGER NOT NULL, -- smallest units
  owing_orders  INTEGER NOT NULL, -- orders that are part of the balance
  oldest_due    TEXT -- the earliest deadline among them, '9999' without one; NULL: no balance
) STRICT, WITHOUT ROWID;

INSERT INTO customer_sums (customer_id, orders, spent, balance, owing_orders, oldest_due)
SELECT customer_id, count(*) FILTER (WHERE archived_at IS NULL), sum(paid_amount),
       sum(CASE WHEN owing THEN total_amount - paid_amount ELSE 0 END), sum(owing),
       min(CASE WHEN owing THEN due END)
FROM (
  SELECT customer_id, archived_at, total_amount, paid_amount, coalesce(due_at, '9999') AS due,
         archived_at IS NULL AND status <> 'cancelled' AND payment_status <> 'refunded'
           AND paid_amount < total_amount AS owing
  FROM orders)
GROUP BY customer_id;

CREATE INDEX customer_sums_by_balance ON customer_sums (balance, customer_id) WHERE balance > 0;
CREATE INDEX customer_sums_by_oldest_due ON customer_sums (oldest_due, customer_id) WHERE oldest_due IS NOT NULL;

-- How many customers have a balance.
CREATE TABLE owing_customers (customers INTEGER NOT NULL) STRICT;
INSERT INTO owing_customers (customers) SELECT count(*) FROM customer_sums WHERE owing_orders > 0;

CREATE TRIGGER owing_customers_added AFTER INSERT ON customer_sums WHEN new.owing_orders > 0
BEGIN
  UPDATE owing_customers SET customers = customers + 1;
END;
CREATE TRIGGER owing_customers_changed AFTER UPDATE OF owing_orders ON customer_sums
WHEN (old.owing_orders > 0) <> (new.owing_orders > 0)
BEGIN
  UPDATE owing_customers SET customers = customers + CASE WHEN new.owing_orders > 0 THEN 1 ELSE -1 END;
END;
CREATE TRIGGER owing_customers_removed AFTER DELETE ON customer_sums WHEN old.owing_orders > 0
BEGIN
  UPDATE owing_customers SET customers = customers - 1;
END;

-- The triggers of orders insert here what they add and take away: SQLite has no procedures.
CREATE VIEW customer_sum_changes AS
SELECT customer_id, orders, spent, balance, owing_orders, oldest_due AS due_added, oldest_due AS due_removed
FROM customer_sums;

-- Read by nothing any more: the oldest deadline is looked for among all orders of the customer, and only when the order
-- that had it is paid while others are not.
DROP INDEX orders_owing_by_customer;

-- The deadline is written apart, so that its index is left alone when it stays the same, as with most new orders.
CREATE TRIGGER customer_sum_changes_added INSTEAD OF INSERT ON customer_sum_changes
BEGIN
  INSERT INTO customer_sums (customer_id, orders, spent, balance, owing_orders, oldest_due)
  VALUES (new.customer_id, new.orders, new.spent, new.balance, new.owing_orders, new.due_added)
  ON CONFLICT (customer_id) DO UPDATE
  SET orders = orders + excluded.orders,
      spent = spent + excluded.spent,
      balance = balance + excluded.balance,
      owing_orders = owing_orders + excluded.owing_orders;
  UPDATE customer_sums
  SET oldest_due = CASE
        WHEN oldest_due = new.due_removed THEN (
          SELECT min(coalesce(o.due_at, '9999'))
          FROM orders o
          WHERE o.customer_id = new.customer_id AND o.archived_at IS NULL AND o.status <> 'cancelled'
            AND o.payment_status <> 'refunded' AND o.paid_amount < o.total_amount)
        ELSE new.due_added
      END
  WHERE customer_id = new.customer_id
    AND (oldest_due = new.due_removed OR new.due_added < oldest_due
         OR oldest_due IS NULL AND new.due_added IS NOT NULL);
END;

CREATE TRIGGER customer_sums_added AFTER INSERT ON orders
BEGIN
  INSERT INTO customer_sum_changes (customer_id, orders, spent, balance, owing_orders, due_added)
  SELECT new.customer_id, new.archived_at IS NULL, new.paid_amount,
         CASE WHEN owing THEN new.total_amount - new.paid_amount ELSE 0 END, owing,
         CASE WHEN owing THEN coalesce(new.due_at, '9999') END
  FROM (SELECT new.archived_at IS NULL AND new.status <> 'cancelled' AND new.payment_status <> 'refunded'
               AND new.paid_amount < new.total_amount AS owing);
END;

CREATE TRIGGER customer_sums_changed
AFTER UPDATE OF status, payment_status, total_amount, paid_amount, due_at, archived_at ON orders
WHEN old.customer_id = new.customer_id
  AND (old.status, old.payment_status, old.total_amount, old.paid_amount, old.due_at, old.archived_at)
      IS NOT (new.status, new.payment_status, new.total_amount, new.paid_amount, new.due_at, new.archived_at)
BEGIN
  INSERT INTO customer_sum_changes (customer_id, orders, spent, balance, owing_orders, due_added, due_removed)
  SELECT new.customer_id, (new.archived_at IS NULL) - (old.archived_at IS NULL), new.paid_amount - old.paid_amount,
         CASE WHEN owing THEN new.total_amount - new.paid_amount ELSE 0 END
           - CASE WHEN owed THEN old.total_amount - old.paid_amount ELSE 0 END,
         owing - owed,
         CASE WHEN owing THEN coalesce(new.due_at, '9999') END,
         CASE WHEN owed AND NOT (owing AND old.due_at IS new.due_at) THEN coalesce(old.due_at, '9999') END
  FROM (SELECT old.archived_at IS NULL AND old.status <> 'cancelled' AND old.payment_status <> 'refunded'
               AND old.paid_amount < old.total_amount AS owed,
               new.archived_at IS NULL AND new.status <> 'cancelled' AND new.payment_status <> 'refunded'
               AND new.paid_amount < new.total_amount AS owing);
END;

CREATE TRIGGER customer_sums_moved AFTER UPDATE OF customer_id ON orders WHEN old.customer_id <> new.customer_id
BEGIN
  INSERT INTO customer_sum_changes (customer_id, orders, spent, balance, owing_orders, due_removed)
  SELECT old.customer_id, -(old.archived_at IS NULL), -old.paid_amount,
         CASE WHEN owed THEN old.paid_amount - old.total_amount ELSE 0 END, -owed,
         CASE WHEN owed THEN coalesce(old.due_at, '9999') END
  FROM (SELECT old.archived_at IS NULL AND old.status <> 'cancelled' AND old.payment_status <> 'refunded'
               AND old.paid_amount < old.total_amount AS owed);
  INSERT INTO customer_sum_changes (customer_id, orders, spent, balance, owing_orders, due_added)
  SELECT new.customer_id, new.archived_at IS NULL, new.paid_amount,
         CASE WHEN owing THEN new.total_amount - new.paid_amount ELSE 0 END, owing,
         CASE WHEN owing THEN coalesce(new.due_at, '9999') END
  FROM (SELECT new.archived_at IS NULL AND new.status <> 'cancelled' AND new.payment_status <> 'refunded'
               AND new.paid_amount < new.total_amount AS owing);
END;

CREATE TRIGGER customer_sums_removed AFTER DELETE ON orders
BEGIN
  INSERT INTO customer_sum_changes (customer_id, orders, spent, balance, owing_orders, due_removed)
  SELECT old.customer_id, -(old.archived_at IS NULL), -old.paid_amount,
         CASE WHEN owed THEN old.paid_amount - old.total_amount ELSE 0 END, -owed,
         CASE WHEN owed THEN coalesce(old.due_at, '9999') END
  FROM (SELECT old.archived_at IS NULL AND old.status <> 'cancelled' AND old.payment_status <> 'refunded'
               AND old.paid_amount < old.total_amount AS owed);
END;

-- What the planner is told of a large shop (see 0007).
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('customer_sums', 'customer_sums', '50000 1'),
  ('customer_sums', 'customer_sums_by_balance', '25000 2 1'),
  ('customer_sums', 'customer_sums_by_oldest_due', '25000 20 1');
