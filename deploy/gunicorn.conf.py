"""How gunicorn serves the site in the image; WEB_CONCURRENCY sets the number of workers."""

import os

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")  # noqa: S104 - a container's own network
workers = int(os.environ.get("WEB_CONCURRENCY", "3"))
timeout = 30
# One request may finish, then the container's own 30 s of grace are over.
graceful_timeout = 25
max_requests = 5000
max_requests_jitter = 500
# Only the reverse proxy reaches this port; it sets the scheme and the client's address itself.
forwarded_allow_ips = "*"
# A worker's heartbeat must not wait for a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108
# No access log: a line per request would tie addresses to what was read and voted.
accesslog = None
errorlog = "-"
control_socket_disable = True
