/** The postgresql.conf of guide 2, as written; what it does not name stays PostgreSQL's default, `max_connections` too. */
export const GUIDE_2_POSTGRES = `\
shared_buffers = 256MB
effective_cache_size = 1GB
maintenance_work_mem = 64MB
checkpoint_completion_target = 0.9
wal_buffers = 16MB
default_statistics_target = 100
random_page_cost = 1.1
effective_io_concurrency = 200
work_mem = 2621kB
min_wal_size = 1GB
max_wal_size = 4GB
`;
