-- First and last name of an account, beside the full name that is shown: the last word, and all before it. The rtrim
-- leaves what ends with the last blank, since it takes away all other characters of the name.
ALTER TABLE users ADD COLUMN first_name text COLLATE "C";
ALTER TABLE users ADD COLUMN last_name text COLLATE "C";
UPDATE users
SET first_name = CASE WHEN strpos(full_name, ' ') = 0 THEN full_name
                      ELSE trim(rtrim(full_name, replace(full_name, ' ', ''))) END,
    last_name = CASE WHEN strpos(full_name, ' ') = 0 THEN NULL
                     ELSE substr(full_name, length(rtrim(full_name, replace(full_name, ' ', ''))) + 1) END;

-- The picture of an account: its hash beside the names, so that lists never touch the bytes. A hash without a row of
-- bytes is in the object store.
ALTER TABLE users ADD COLUMN avatar_sha256 text COLLATE "C"; -- of the bytes, in hex; null: none
CREATE TABLE user_avatars (
  user_id     bigint PRIMARY KEY REFERENCES users (id),
  created_at  text COLLATE "C" NOT NULL,
  updated_at  text COLLATE "C" NOT NULL,
  bytes       bytea NOT NULL -- WebP
);
