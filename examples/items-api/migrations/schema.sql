-- The schema, owned by the role that runs this. Running it again changes nothing.

CREATE TABLE IF NOT EXISTS items (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  category text NOT NULL,
  description text NOT NULL,
  price_cents integer NOT NULL CHECK (price_cents >= 0),
  rating smallint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  search tsvector GENERATED ALWAYS AS (to_tsvector('english', name || ' ' || category || ' ' || description)) STORED
);

CREATE INDEX IF NOT EXISTS items_search ON items USING gin (search);

CREATE TABLE IF NOT EXISTS users (
  name text PRIMARY KEY,
  password text NOT NULL
);
