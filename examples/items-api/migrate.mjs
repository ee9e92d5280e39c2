// Brings the schema up to date and fills an empty database, as the role that owns the schema. Running it again changes nothing.
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { hashed } from './src/passwords.mjs';

const { DB_HOST: host = 'localhost', DB_PORT: port = '5432', DB_NAME: database, DB_USER: user = 'migrations', DB_PASSWORD_FILE: passwordFile, SEED_ITEMS: items = '100000' } = process.env;

const client = new pg.Client({ host, port: Number(port), database, user, password: passwordFile && readFileSync(passwordFile, 'utf8').trimEnd(), application_name: 'migrate' });
await client.connect();
try {
  // Replicas that start together migrate one after the other, and wait for as long as the first one takes.
  await client.query('SET lock_timeout = 0');
  await client.query("SELECT pg_advisory_lock(hashtext('items-api'))");
  await client.query('RESET lock_timeout');
  await client.query('BEGIN');
  await client.query(script('schema.sql'));
  if (await isEmpty('items')) await client.query(script('seed.sql'), [items]);
  if (await isEmpty('users')) await client.query("INSERT INTO users (name, password) SELECT 'user' || n, $1 FROM generate_series(1, 100) AS n", [await hashed('password')]);
  await client.query('COMMIT');
  await client.query('ANALYZE items, users');
} finally {
  await client.end();
}

/** @param {string} name */
function script(name) {
  return readFileSync(new URL(`migrations/${name}`, import.meta.url), 'utf8');
}

/** @param {string} table */
async function isEmpty(table) {
  const { rows } = await client.query(`SELECT NOT EXISTS (SELECT FROM ${client.escapeIdentifier(table)}) AS empty`);
  return rows[0].empty;
}
