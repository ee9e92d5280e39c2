-- Roles of db in small, rendered by Plumbline.
-- The image runs this once, on an empty volume. After a change of the profile run it again, as superuser:
-- it changes what differs and leaves the rest alone. Passwords are read from the secret files; where one is
-- missing, the role keeps the password that it has. `psql -v secrets=FOLDER` reads them from elsewhere.

\set ON_ERROR_STOP on
\if :{?secrets}
\else
  \set secrets /run/secrets
\endif

-- Notices about what is already there are not worth a line, and passwords must not reach the log.
SET client_min_messages = warning;
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = panic;
SET password_encryption = 'scram-sha-256';

-- --- api ---

SELECT format('CREATE ROLE %I', 'api') WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'api') \gexec
ALTER ROLE "api" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
\set password `cat :'secrets'/api_db_password`
SELECT format('ALTER ROLE %I PASSWORD %L', 'api', :'password') WHERE :'password' <> '' \gexec
\unset password
-- No client can take the connections of another: its pools fit, and two sessions for migrations.
ALTER ROLE "api" CONNECTION LIMIT 14;
-- The database gives up before the application does, the wait for a connection included, so that the error is a clear one.
ALTER ROLE "api" SET statement_timeout = '14s';
-- A statement waits for a lock no longer than a quarter of its time.
ALTER ROLE "api" SET lock_timeout = '3500ms';
-- A transaction that its request forgot holds locks and stops vacuum: it is ended after three times the longest request.
ALTER ROLE "api" SET idle_in_transaction_session_timeout = '1min';

-- --- migrations ---

SELECT format('CREATE ROLE %I', 'migrations') WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'migrations') \gexec
ALTER ROLE "migrations" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
\set password `cat :'secrets'/db_migrations_password`
SELECT format('ALTER ROLE %I PASSWORD %L', 'migrations', :'password') WHERE :'password' <> '' \gexec
\unset password
-- One migration at a time, and one to look at it; within the ten sessions kept beside the pools.
ALTER ROLE "migrations" CONNECTION LIMIT 2;
-- A migration takes as long as it must: half an index is none.
ALTER ROLE "migrations" SET statement_timeout = 0;
-- Everybody queues behind a migration that waits for its lock: it gives up soon and is run again.
ALTER ROLE "migrations" SET lock_timeout = '2s';

-- --- monitoring ---

SELECT format('CREATE ROLE %I', 'monitoring') WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'monitoring') \gexec
ALTER ROLE "monitoring" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
\set password `cat :'secrets'/db_monitoring_password`
SELECT format('ALTER ROLE %I PASSWORD %L', 'monitoring', :'password') WHERE :'password' <> '' \gexec
\unset password
-- An exporter and a person; within the ten sessions kept beside the pools.
ALTER ROLE "monitoring" CONNECTION LIMIT 3;

-- --- Privileges ---

-- Nobody gets in who is not named here.
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()) \gexec
SELECT format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), 'api') \gexec
SELECT format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), 'migrations') \gexec
SELECT format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), 'monitoring') \gexec
SELECT format('GRANT CREATE ON DATABASE %I TO %I', current_database(), 'migrations') \gexec

-- Migrations own the schema. An application that changes its schema itself connects as migrations for that.
ALTER SCHEMA public OWNER TO "migrations";
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- api reads and writes what migrations have made, now and later.
GRANT USAGE ON SCHEMA public TO "api";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "api";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "api";
ALTER DEFAULT PRIVILEGES FOR ROLE "migrations" IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "api";
ALTER DEFAULT PRIVILEGES FOR ROLE "migrations" IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO "api";

-- Monitoring sees statistics and settings, and no data.
GRANT pg_monitor TO "monitoring";
-- It gets in when all other connections are taken.
GRANT pg_use_reserved_connections TO "monitoring";
