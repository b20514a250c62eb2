-- Discounts and tax. A discount is kept as it was agreed (a share or an amount) and as the amount it comes to, so that
-- lists and reports only read. Amounts are integers of the currency's smallest unit; a share of a price is in
-- hundredths of a percent (1250 is 12.5 %), a rate of tax in thousandths of a percent (8875 is 8.875 %).

ALTER TABLE settings ADD COLUMN tax_mode text COLLATE "C" NOT NULL DEFAULT 'none'
  CHECK (tax_mode IN ('none', 'inclusive', 'exclusive'));
ALTER TABLE settings ADD COLUMN tax_rate bigint NOT NULL DEFAULT 0 CHECK (tax_rate BETWEEN 0 AND 100000);
ALTER TABLE settings ADD COLUMN tax_label text COLLATE "C" NOT NULL DEFAULT 'Tax'; -- what people call it: VAT, GST

ALTER TABLE order_items ADD COLUMN discount_kind text COLLATE "C" CHECK (discount_kind IN ('percent', 'amount'));
ALTER TABLE order_items ADD COLUMN discount_value bigint
  CHECK ((discount_value IS NULL) = (discount_kind IS NULL) AND discount_value > 0);
ALTER TABLE order_items ADD COLUMN discount_amount bigint NOT NULL DEFAULT 0
  CHECK (discount_amount BETWEEN 0 AND quantity * unit_price);

-- total_amount stays what the customer owes: subtotal less discount, and with the tax where it is added on top.
ALTER TABLE orders ADD COLUMN subtotal bigint NOT NULL DEFAULT 0 CHECK (subtotal >= 0); -- the sum of all lines
ALTER TABLE orders ADD COLUMN discount_kind text COLLATE "C" CHECK (discount_kind IN ('percent', 'amount'));
ALTER TABLE orders ADD COLUMN discount_value bigint
  CHECK ((discount_value IS NULL) = (discount_kind IS NULL) AND discount_value > 0);
ALTER TABLE orders ADD COLUMN discount_amount bigint NOT NULL DEFAULT 0
  CHECK (discount_amount BETWEEN 0 AND subtotal);
-- As they were in the settings when the order was taken.
ALTER TABLE orders ADD COLUMN tax_mode text COLLATE "C" NOT NULL DEFAULT 'none'
  CHECK (tax_mode IN ('none', 'inclusive', 'exclusive'));
ALTER TABLE orders ADD COLUMN tax_rate bigint NOT NULL DEFAULT 0 CHECK (tax_rate BETWEEN 0 AND 100000);
ALTER TABLE orders ADD COLUMN tax_label text COLLATE "C" CHECK ((tax_label IS NULL) = (tax_mode = 'none'));
ALTER TABLE orders ADD COLUMN tax_amount bigint NOT NULL DEFAULT 0
  CHECK (tax_amount BETWEEN 0 AND total_amount);

UPDATE orders SET subtotal = total_amount;
