"""The server's way in: `gunicorn wsgi:app`."""

import os

from casework.app import create_app, start_worker

app = create_app()

# The embedded default works off jobs inside the server process; a command or a test must not.
if app.extensions["casework_settings"].worker_in_process and "gunicorn" in os.environ.get("SERVER_SOFTWARE", ""):
    start_worker(app)
