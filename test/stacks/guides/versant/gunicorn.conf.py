import multiprocessing
import os

bind = "0.0.0.0:" + os.getenv("PORT", "10000")
workers = min(multiprocessing.cpu_count() * 6, 24)
worker_class = "gevent"
worker_connections = 2000
max_requests = 1000
timeout = 60
keepalive = 10
worker_tmp_dir = "/dev/shm"
