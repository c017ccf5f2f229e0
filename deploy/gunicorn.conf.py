"""How Casework is served, by `./dev run`, `./dev demo` and deploy/casework.service alike.

Command-line options and WEB_CONCURRENCY go before what stands here.
"""

import os

bind = os.environ.get("CASEWORK_BIND", "127.0.0.1:8000")

# One process with threads: SQLite has one writer, and the embedded worker for background jobs must run once.
# On PostgreSQL, WEB_CONCURRENCY=4 starts four (docs/operator.md).
worker_class = "gthread"
threads = 8

# Seconds without a sign of life before a worker process is replaced. A thread that receives a long upload
# does not count as silent; this ends a process that hangs altogether.
timeout = 120
graceful_timeout = 30

# No access log: a query string can hold words of a testimony (/search?q=). Who saw what is in the audit log.
accesslog = None
loglevel = os.environ.get("CASEWORK_LOG_LEVEL", "warning")

# The management socket of Gunicorn would be one more door into the process.
control_socket_disable = True
