"""How gunicorn serves, for `manage.py serve` and production alike.

Threads hold slow uploads, processes do the work; with few threads the pages of a process do
not fight for its interpreter.
"""

import os

wsgi_app = "selection_site.wsgi"
bind = f"{os.environ.get('BIND') or '127.0.0.1'}:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_PROCESSES") or 2)
worker_class = "gthread"
threads = 4
timeout = 120
graceful_timeout = 10
keepalive = 15
control_socket_disable = True
