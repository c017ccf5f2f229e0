"""Where an installation of the chaos keeps things: all in a folder, rows in PostgreSQL, or files in a bucket (Ceph)."""

import base64
import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import boto3
from sqlalchemy import create_engine, make_url, text

from tests.storage.ceph import ACCESS, SECRET, Ceph

KINDS = ("folder", "postgresql", "s3")


@contextmanager
def place(kind: str) -> Iterator[dict[str, str]]:
    """What the environment says of it, while it is there."""
    if kind == "postgresql":
        with _database(os.environ["CASEWORK_TEST_POSTGRES_URL"]) as url:
            key = base64.b64encode(os.urandom(32)).decode()  # beside a server nobody makes one unasked
            yield {"CASEWORK_DATABASE_URL": url, "CASEWORK_MASTER_KEY": key}
    elif kind == "s3":
        with tempfile.TemporaryDirectory(prefix="casework-ceph-") as folder, _bucket(Path(folder)) as url:
            yield {
                "CASEWORK_STORAGE_URL": url,
                "CASEWORK_STORAGE_ACCESS_KEY": ACCESS,
                "CASEWORK_STORAGE_SECRET_KEY": SECRET,
            }
    else:
        yield {}


@contextmanager
def _database(server: str) -> Iterator[str]:
    name = f"casework_chaos_{uuid.uuid4().hex[:10]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@contextmanager
def _bucket(folder: Path) -> Iterator[str]:
    server = Ceph(folder)
    server.start()
    try:
        client = boto3.client(
            "s3", endpoint_url=server.endpoint, aws_access_key_id=ACCESS, aws_secret_access_key=SECRET,
            region_name="us-east-1",
        )  # fmt: skip
        client.create_bucket(Bucket="casework")
        yield f"s3://casework/chaos?endpoint={quote(server.endpoint)}&region=us-east-1"
    finally:
        server.stop()
