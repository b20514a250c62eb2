-- What an outside program calls an order or a customer, and what it wants to keep with it. Not unique: several programs
-- may use the same number, and one of their orders may be several of ours.
ALTER TABLE orders ADD COLUMN external_reference TEXT COLLATE "C";
ALTER TABLE orders ADD COLUMN metadata TEXT COLLATE "C" NOT NULL DEFAULT '{}';
ALTER TABLE customers ADD COLUMN external_reference TEXT COLLATE "C";
ALTER TABLE customers ADD COLUMN metadata TEXT COLLATE "C" NOT NULL DEFAULT '{}';

CREATE INDEX orders_by_reference ON orders (external_reference) WHERE external_reference IS NOT NULL;
CREATE INDEX customers_by_reference ON customers (external_reference) WHERE external_reference IS NOT NULL;

-- What changed since a moment, a page at a time.
CREATE INDEX orders_by_update ON orders (updated_at, id);
CREATE INDEX customers_by_update ON customers (updated_at, id);
