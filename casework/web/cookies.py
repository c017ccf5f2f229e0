"""Names of our cookies. Behind TLS they carry `__Host-`: no other host, path or clear connection can set or get them."""

from casework.config import Settings


def cookie_name(settings: Settings, name: str) -> str:
    """The name under which a cookie is set and read (RFC 6265bis, cookie name prefixes)."""
    return f"__Host-{name}" if settings.secure_cookies else name
