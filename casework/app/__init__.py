"""The application: everything wired together."""

import logging
from datetime import timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from casework import tables
from casework.analysis import panels
from casework.app import blueprints, context, errors, guard
from casework.cli import register_commands
from casework.config import ROOT, Settings, load_settings
from casework.db import make_engine
from casework.jobs import Worker
from casework.vault import prepare
from casework.web import assets
from casework.web.context import close_session
from casework.web.cookies import cookie_name
from casework.web.csrf import csrf
from casework.web.headers import add_headers

assert tables  # noqa: S101 - every table is known before the first query
assert panels  # noqa: S101 - what has no page of its own draws on those of others


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application. Raises what `load_settings` raises; opens no connection yet."""
    settings = settings or load_settings()
    app = Flask("casework", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME=cookie_name(settings, "casework"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(seconds=settings.session_absolute_seconds),
        MAX_CONTENT_LENGTH=settings.max_upload_bytes + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=8 * 1024 * 1024,
        MAX_FORM_PARTS=5_000,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
        TESTING=settings.testing,
    )
    app.extensions["casework_settings"] = settings
    app.extensions["casework_engine"] = make_engine(settings)
    prepare(settings)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    guard.register(app)  # before CSRF: who is not logged in is asked to log in, and keeps what was typed
    csrf.init_app(app)
    context.register(app)
    assets.register(app)
    errors.register(app)
    blueprints.register(app)
    register_commands(app)
    app.after_request(add_headers)
    app.teardown_appcontext(close_session)
    return app


def start_worker(app: Flask) -> Worker:
    """Start the worker inside this process (the embedded default)."""
    logging.getLogger("casework").setLevel(logging.INFO)
    worker = Worker(app.extensions["casework_engine"], app.extensions["casework_settings"])
    worker.start()
    return worker
