ALTER ROLE api SET statement_timeout = '60s';
