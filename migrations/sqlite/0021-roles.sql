-- Roles: named sets of permissions (src/schemas/access/permissions.ts) with limits. The tier of an account, users.role,
-- is that of its role.

CREATE TABLE roles (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  name            TEXT NOT NULL,
  name_folded     TEXT NOT NULL UNIQUE,
  tier            TEXT NOT NULL CHECK (tier IN ('admin', 'staff', 'customer')),
  given           TEXT UNIQUE CHECK (given IN ('owner', 'manager', 'counter', 'maker', 'customer')), -- null: the shop's own
  permissions     TEXT NOT NULL, -- names, with a space between two; the owner has all of them
  discount_limit  INTEGER CHECK (discount_limit BETWEEN 0 AND 10000), -- hundredths of a percent; null: none
  refund_limit    INTEGER CHECK (refund_limit >= 0), -- smallest units of the currency; null: none
  version         INTEGER NOT NULL DEFAULT 1,
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL
) STRICT;

INSERT INTO roles (name, name_folded, tier, given, permissions, created_at, updated_at)
SELECT name, lower(name), tier, given, permissions,
       strftime('%Y-%m-%dT%H:%M:%fZ'), strftime('%Y-%m-%dT%H:%M:%fZ')
FROM (
  SELECT 1 AS position, 'Owner' AS name, 'admin' AS tier, 'owner' AS given, '' AS permissions
  UNION ALL SELECT 2, 'Manager', 'staff', 'manager',
    'orders.read orders.write orders.move orders.override orders.export photos.write payments.record'
    || ' payments.refund payments.export reports.money customers.read customers.write customers.export'
    || ' employees.read employees.write history.read imports.write settings.read users.read'
  UNION ALL SELECT 3, 'Counter', 'staff', 'counter',
    'orders.read orders.write orders.move orders.export photos.write payments.record payments.refund'
    || ' payments.export reports.money customers.read customers.write customers.export employees.read'
    || ' employees.write settings.read'
  UNION ALL SELECT 4, 'Maker', 'staff', 'maker', 'work.read work.write'
  UNION ALL SELECT 5, 'Customer', 'customer', 'customer', ''
) AS given_roles
ORDER BY position;

-- Set for every account: a new column with a reference cannot be NOT NULL here.
ALTER TABLE users ADD COLUMN role_id INTEGER REFERENCES roles (id);
UPDATE users SET role_id = (
  SELECT r.id FROM roles r
  WHERE r.given = CASE users.role WHEN 'admin' THEN 'owner' WHEN 'staff' THEN 'counter' ELSE 'customer' END);
CREATE INDEX users_by_role ON users (role_id);
