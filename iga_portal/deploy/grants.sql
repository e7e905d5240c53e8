-- What the application role may do with the tables the owner makes, in the database psql is connected to.
-- Also run in template1 where tests make databases of their own, so that these start with the same grants.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO iga_app;
GRANT USAGE, CREATE ON SCHEMA public TO iga_owner;

ALTER DEFAULT PRIVILEGES FOR ROLE iga_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO iga_app;
ALTER DEFAULT PRIVILEGES FOR ROLE iga_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO iga_app;
