"""The few calls to an S3 server that a store needs, with every failure in words."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from casework.i18n import _
from casework.storage.states import StoreAway, StoreFull

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 60, 4
_ABSENT = {"404", "NoSuchKey", "NoSuchUpload", "InvalidRange", "416"}
_TAKEN = {"412", "PreconditionFailed"}
_REFUSED = {"403", "AccessDenied", "SignatureDoesNotMatch", "InvalidAccessKeyId", "ExpiredToken", "Forbidden"}
_FULL = {"507", "QuotaExceeded", "InsufficientCapacity", "XMinioStorageFull", "EntityTooLarge"}


class Absent(Exception):
    """There is no such object."""


class Taken(Exception):
    """There is an object of this name already."""


@dataclass(frozen=True)
class Address:
    """`s3://BUCKET/PREFIX?endpoint=URL&region=NAME`; without an endpoint it is AWS."""

    bucket: str
    prefix: str = ""
    endpoint: str | None = None
    region: str | None = None

    @classmethod
    def of(cls, url: str) -> "Address":
        """Raises ValueError in words for the operator."""
        parts = urlsplit(url)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if parts.scheme != "s3" or not parts.netloc:
            raise ValueError("CASEWORK_STORAGE_URL is s3://BUCKET/PREFIX?endpoint=URL&region=NAME or file:///FOLDER")
        if unknown := set(query) - {"endpoint", "region"}:
            raise ValueError(f"CASEWORK_STORAGE_URL does not know {', '.join(sorted(unknown))}")
        prefix = parts.path.strip("/")
        return cls(parts.netloc, f"{prefix}/" if prefix else "", query.get("endpoint"), query.get("region"))


class Bucket:
    """Objects under one prefix. Raises Absent and Taken; StoreAway and StoreFull for what the server is to blame for."""

    def __init__(self, address: Address, access_key: str | None = None, secret_key: str | None = None) -> None:
        self.address = address
        self._client: Any = _session(access_key, secret_key, address.region).client(
            "s3",
            endpoint_url=address.endpoint,
            config=Config(
                signature_version="s3v4",
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"max_attempts": ATTEMPTS, "mode": "standard"},
                s3={"addressing_style": "path" if address.endpoint else "auto"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def put(self, key: str, data: bytes, *, only_new: bool = False) -> None:
        """Write an object whole; with `only_new` raises Taken when there is one."""
        condition = {"IfNoneMatch": "*"} if only_new else {}
        self._call("put_object", key, Body=data, **condition)

    def get(self, key: str) -> tuple[bytes, datetime]:
        """A small object and when it was written."""
        answer, data = self._read(key)
        return data, answer["LastModified"]

    def get_range(self, key: str, start: int, length: int) -> tuple[bytes, int]:
        """Bytes of an object, fewer at its end, and the length of the whole."""
        answer, data = self._read(key, Range=f"bytes={start}-{start + length - 1}")
        return data, int(str(answer["ContentRange"]).rpartition("/")[2])

    def length(self, key: str) -> int:
        """How long an object is."""
        return int(self._call("head_object", key)["ContentLength"])

    def delete(self, key: str) -> None:
        """Harmless when there is none."""
        self._call("delete_object", key)

    def begin_parts(self, key: str) -> str:
        """Start an object of parts; returns the upload's id."""
        return str(self._call("create_multipart_upload", key)["UploadId"])

    def put_part(self, key: str, upload: str, number: int, data: bytes) -> str:
        """Send one part; returns its tag."""
        return str(self._call("upload_part", key, UploadId=upload, PartNumber=number, Body=data)["ETag"])

    def complete_parts(self, key: str, upload: str, parts: list[dict[str, Any]]) -> None:
        """Make the parts one object."""
        self._call("complete_multipart_upload", key, UploadId=upload, MultipartUpload={"Parts": parts})

    def abort_parts(self, key: str, upload: str) -> None:
        """Forget the parts. Harmless when they are gone."""
        try:
            self._call("abort_multipart_upload", key, UploadId=upload)
        except Absent:
            return

    def uploads(self, key: str) -> Iterator[str]:
        """The unfinished uploads of this very key."""
        whole = self.address.prefix + key
        for page in self._pages("list_multipart_uploads", whole):
            yield from (one["UploadId"] for one in page.get("Uploads", []) if one["Key"] == whole)

    def parts(self, key: str, upload: str) -> Iterator[dict[str, Any]]:
        """The parts that have arrived, in order."""
        pages = self._client.get_paginator("list_parts").paginate(
            Bucket=self.address.bucket, Key=self.address.prefix + key, UploadId=upload
        )
        for page in self._each(pages):
            yield from page.get("Parts", [])

    def list(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """Keys that begin so, in order, and when each was written."""
        for page in self._pages("list_objects_v2", self.address.prefix + folder):
            for one in page.get("Contents", []):
                yield one["Key"].removeprefix(self.address.prefix), one["LastModified"]

    def is_public(self) -> bool | None:
        """Whether strangers may read the bucket; None when the server does not say."""
        try:
            status = self._ask(self._client.get_bucket_policy_status, Bucket=self.address.bucket)
            grants = self._ask(self._client.get_bucket_acl, Bucket=self.address.bucket)["Grants"]
        except (Absent, StoreAway):
            return None
        anybody = any("AllUsers" in str(grant["Grantee"].get("URI", "")) for grant in grants)
        return bool(status["PolicyStatus"]["IsPublic"]) or anybody

    def _pages(self, operation: str, prefix: str) -> Iterator[dict[str, Any]]:
        return self._each(self._client.get_paginator(operation).paginate(Bucket=self.address.bucket, Prefix=prefix))

    def _each(self, pages: Any) -> Iterator[dict[str, Any]]:
        walk = iter(pages)
        while (page := self._ask(lambda: next(walk, None))) is not None:
            yield page

    def _read(self, key: str, **more: Any) -> tuple[dict[str, Any], bytes]:
        """An answer and its body, whole; a body that breaks off is asked for again."""
        for left in reversed(range(ATTEMPTS)):
            answer = self._call("get_object", key, **more)
            try:
                return answer, answer["Body"].read()
            except (BotoCoreError, OSError) as error:
                if not left:
                    raise _away() from error
                time.sleep(0.2)
        raise _away()

    def _call(self, operation: str, key: str, **more: Any) -> dict[str, Any]:
        call = getattr(self._client, operation)
        answer: dict[str, Any] = self._ask(call, Bucket=self.address.bucket, Key=self.address.prefix + key, **more)
        return answer

    def _ask(self, call: Callable[..., Any], **values: Any) -> Any:
        try:
            return call(**values)
        except ClientError as error:
            status = str(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", ""))
            raise _in_words({str(error.response.get("Error", {}).get("Code", "")), status}) from error
        except (BotoCoreError, HTTPClientError, OSError) as error:
            raise _away() from error


@lru_cache(maxsize=8)
def _session(access_key: str | None, secret_key: str | None, region: str | None) -> Any:
    """Reading what S3 is costs boto3 a third of a second, once for each of these."""
    return boto3.session.Session(access_key, secret_key, region_name=region)


def _in_words(codes: set[str]) -> Exception:
    if codes & {"NoSuchBucket"}:
        return StoreAway(_("The bucket that holds the files does not exist."))
    for known, kind in ((_ABSENT, Absent), (_TAKEN, Taken)):
        if codes & known:
            return kind()
    if codes & _REFUSED:
        return StoreAway(_("The server that holds the files refused our credentials."))
    if codes & _FULL:
        return StoreFull(_("The server that holds the files has no room. Nothing was saved."))
    return StoreAway(_("The server that holds the files could not do it. Try again later."))


def _away() -> StoreAway:
    return StoreAway(_("The server that holds the files does not answer. Try again later."))
