bind = "0.0.0.0:5000"
workers = 8
worker_class = "gevent"
worker_connections = 2000
keepalive = 5
timeout = 30
max_requests = 1000
max_requests_jitter = 100
