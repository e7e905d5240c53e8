-- The two roles of the portal and its database. Run by psql as a superuser; running it again changes nothing but
-- the passwords. Used by ./portal and by the init script of the container.
--
--   psql -v dbname=iga -f roles.sql        passwords from IGA_OWNER_PASSWORD and IGA_APP_PASSWORD
--
-- iga_owner  owns the database and every table, migrates and loads; passes row-level security, is not a superuser
-- iga_app    runs the application; row-level security always applies; no TRUNCATE, no DDL
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;

\if :{?dbname}
\else
  \set dbname iga
\endif
\getenv owner_password IGA_OWNER_PASSWORD
\getenv app_password IGA_APP_PASSWORD

SELECT format('CREATE ROLE %I', wanted)
  FROM unnest(ARRAY['iga_owner', 'iga_app']) AS wanted
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted)
\gexec

-- CREATEDB lets the owner make and drop the databases of a test run.
ALTER ROLE iga_owner WITH LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION INHERIT CREATEDB BYPASSRLS
  PASSWORD :'owner_password';
ALTER ROLE iga_app WITH LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION INHERIT NOCREATEDB NOBYPASSRLS
  PASSWORD :'app_password';
-- A request never waits for ever for a lock, nor does a forgotten transaction hold one.
ALTER ROLE iga_app SET lock_timeout = '30s';
ALTER ROLE iga_app SET idle_in_transaction_session_timeout = '10min';

SELECT format('CREATE DATABASE %I OWNER iga_owner', :'dbname')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'dbname')
\gexec
SELECT format('ALTER DATABASE %I OWNER TO iga_owner', :'dbname')
\gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'dbname')
\gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO iga_app', :'dbname')
\gexec

\connect :"dbname"
\ir grants.sql
