-- Payments of one kind or taken in one way come out of an index in the order of their list, and what they add up to is
-- read from it alone, however rare they are and however long the time.
CREATE INDEX payments_by_kind ON payments (kind, method, received_at, id, amount);
