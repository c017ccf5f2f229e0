"""Security headers on every answer (OWASP ASVS 5, chapter 3): no third party, no inline code, nothing cached."""

import secrets

from flask import Response, g, request

from casework.web import assets

_PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid",
        "idle-detection", "magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb",
    )
)  # fmt: skip
# Text becomes markup through one door, static/trusted-types.js (W3C Trusted Types); scripts never come from text.
_TRUSTED_TYPES = ("require-trusted-types-for 'script'", "trusted-types casework#inert default")


def csp_nonce() -> str:
    """The request's nonce for the scripts that the layout loads."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _policy() -> str:
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'nonce-{csp_nonce()}'",
            "style-src 'self'",
            "img-src 'self'",
            "media-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            *_TRUSTED_TYPES,
        ]
    )


def _cache_control(response: Response) -> str:
    if request.endpoint != "static" or response.status_code >= 400:
        return "no-store"
    return assets.lifetime((request.view_args or {}).get("filename", ""), request.args.get("v"))


def add_headers(response: Response) -> Response:
    """Add the headers; a view that set a stricter policy (an original file) keeps it, `no-store` nobody can lift."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _policy())
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", _PERMISSIONS)
    headers.setdefault("X-Frame-Options", "DENY")
    headers["Cache-Control"] = _cache_control(response)
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    return response
