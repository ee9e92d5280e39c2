const { Pool } = require('pg');
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL_MAX || 10), idleTimeoutMillis: 30 * 1000 });
const server = require('http').createServer((request, response) => response.end(`pool ${pool.totalCount}`));
server.keepAliveTimeout = 5000;
server.listen(3000);
