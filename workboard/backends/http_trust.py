"""Whose certificates are believed. There is no switch to believe all."""

from __future__ import annotations

import ssl

import httpx

from workboard.domain.errors import SettingsError


def certificates(ca_file: str | None) -> ssl.SSLContext:
    """The usual authorities, or those of ``SSL_CERT_FILE``, and one's own; ``SettingsError`` names the file."""
    try:
        context = httpx.create_ssl_context()
    except (OSError, ssl.SSLError) as error:
        raise SettingsError("SSL_CERT_FILE or SSL_CERT_DIR cannot be used: name a readable PEM file") from error
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            raise SettingsError("[account] ca_file cannot be used: name a readable PEM file") from error
    return context


def no_certificates() -> ssl.SSLContext:
    """Plain http needs none, and loading them takes longer than the call."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
