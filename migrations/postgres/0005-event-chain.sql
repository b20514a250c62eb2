-- The hash chain of the event log. Each hash covers its event and the hash before it, so whoever changes the past
-- breaks everything after it. It stands apart from the events: see docs/adr/0006.
CREATE TABLE event_chain (
  event_id      bigint PRIMARY KEY REFERENCES events (id),
  hash          text COLLATE "C" NOT NULL CHECK (length(hash) = 64) -- SHA-256 in hex
);

CREATE TRIGGER event_chain_never_edited BEFORE UPDATE ON event_chain
  FOR EACH ROW EXECUTE FUNCTION refuse('a hash is never edited');
CREATE TRIGGER event_chain_never_deleted BEFORE DELETE ON event_chain
  FOR EACH ROW EXECUTE FUNCTION refuse('a hash is never deleted');

-- What the page of all activity asks for: everything, one person's, one kind of thing; newest first.
CREATE INDEX events_by_time ON events (at, id);
CREATE INDEX events_by_actor ON events (actor_name, at, id);
CREATE INDEX events_by_kind ON events (entity, at, id);
