-- The ledger: mistakes are reversed by a row that points to them, a cancelled order may keep a fee, and the shop says
-- how it is paid, what deposit it asks for, and what has to be paid before work starts or a garment leaves.

ALTER TABLE payments ADD COLUMN reverses_id bigint REFERENCES payments (id);
CREATE UNIQUE INDEX payments_by_reversed ON payments (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX payments_by_time ON payments (received_at DESC, id DESC);

-- What the shop keeps of the payments of a cancelled order; the rest is to be refunded.
ALTER TABLE orders ADD COLUMN retained_amount bigint NOT NULL DEFAULT 0
  CHECK (retained_amount BETWEEN 0 AND paid_amount);
CREATE INDEX orders_owing_by_customer
  ON orders (customer_id, due_at, total_amount, paid_amount, status, payment_status, archived_at)
  WHERE archived_at IS NULL AND status <> 'cancelled' AND payment_status <> 'refunded'
    AND paid_amount < total_amount;

-- In the order in which they are offered, separated by commas.
ALTER TABLE settings ADD COLUMN payment_methods text COLLATE "C" NOT NULL DEFAULT 'cash,card,transfer,mobile_money,other'
  CHECK (length(payment_methods) > 0);
ALTER TABLE settings ADD COLUMN deposit_kind text COLLATE "C" NOT NULL DEFAULT 'none'
  CHECK (deposit_kind IN ('none', 'amount', 'percent'));
-- Smallest units of the currency, or hundredths of a percent.
ALTER TABLE settings ADD COLUMN deposit_value bigint NOT NULL DEFAULT 0
  CHECK (deposit_value >= 0 AND (deposit_kind <> 'percent' OR deposit_value <= 10000));
ALTER TABLE settings ADD COLUMN work_needs_deposit bigint NOT NULL DEFAULT 0 CHECK (work_needs_deposit IN (0, 1));
ALTER TABLE settings ADD COLUMN handover_needs_payment bigint NOT NULL DEFAULT 0
  CHECK (handover_needs_payment IN (0, 1));
