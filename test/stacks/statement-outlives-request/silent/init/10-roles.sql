ALTER ROLE api SET statement_timeout = '14s';
