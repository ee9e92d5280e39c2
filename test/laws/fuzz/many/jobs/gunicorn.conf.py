import multiprocessing, os
workers = min(multiprocessing.cpu_count() * 2 + 1, int(os.environ.get("MAX_WORKERS", "8")))
threads = 4
worker_class = 'gthread'
timeout = 60 if workers > 4 else 30
max_requests, max_requests_jitter = 1000, 100
def post_fork(server, worker):
    server.log.info("fork %s" % worker.pid)
