-- A transaction announces itself before its first event and not before each: every announcement is a lock of its own,
-- and an import of some thousand lines would have taken all that the server has room for. The setting lives as long as
-- the lock does: both end with the transaction, and with the savepoint in which they were made when that is undone.
CREATE OR REPLACE FUNCTION announce_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('hemline.announced', true) = 'yes' THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock_shared((25974::bigint << 48) | taken_event_id());
  PERFORM set_config('hemline.announced', 'yes', true);
  RETURN NULL;
END $$;
