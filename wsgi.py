"""The server's way in: `gunicorn wsgi:app`."""

from casework.app import create_app

app = create_app()
