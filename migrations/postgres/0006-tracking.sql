-- A tracking link can be withdrawn: its token is replaced by one that nobody was told, and the moment kept.
ALTER TABLE orders ADD COLUMN tracking_revoked_at text COLLATE "C";

-- The photos that the shop shows behind the tracking link; none unless somebody chose it.
ALTER TABLE order_images ADD COLUMN shared bigint NOT NULL DEFAULT 0 CHECK (shared IN (0, 1));
