CREATE ROLE shop LOGIN PASSWORD 'it''s' CONNECTION LIMIT 50;
ALTER SYSTEM SET shared_buffers = '512MB';
ALTER ROLE shop SET statement_timeout = '20s'; -- not too long
DO $body$ BEGIN PERFORM 1; /* nested /* comment */ */ END $body$;
CREATE DATABASE shop OWNER shop;
