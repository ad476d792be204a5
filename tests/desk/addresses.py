"""Faults of the address: nobody listens, the name does not resolve, the certificate is not to be trusted.

Certificates are made by the ``openssl`` command when first asked for; a folder of them serves a whole test run.
"""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Final, Literal, NamedTuple

Sort = Literal["good", "bad name", "expired", "self-signed"]
SORTS: Final[tuple[Sort, ...]] = ("good", "bad name", "expired", "self-signed")
NO_SUCH_NAME: Final = "https://no-such-desk.invalid"
_KEY: Final = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


@contextmanager
def refused() -> Iterator[str]:
    """An address on this machine where nobody listens, and nobody else can begin to."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


def have_openssl() -> bool:
    return which("openssl") is not None


class Certificates(NamedTuple):
    """``ca`` is what a client is told to trust (``ca_file``)."""

    ca: str
    folder: Path

    def server(self, sort: Sort) -> ssl.SSLContext:
        """What a server of this sort shows."""
        name = sort.replace(" ", "-")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context


def certificates(folder: Path) -> Certificates:
    """A private authority and one certificate of each sort, made in ``folder``."""
    _self_signed(folder, "ca", "/CN=desk authority", "basicConstraints=critical,CA:TRUE")
    _signed(folder, "good", "127.0.0.1")
    _signed(folder, "bad-name", "127.0.0.2")
    _signed(folder, "expired", "127.0.0.1", ("20200101000000Z", "20200201000000Z"))
    _self_signed(folder, "self-signed", "/CN=127.0.0.1", "subjectAltName=IP:127.0.0.1")
    return Certificates(str(folder / "ca.pem"), folder)


def _self_signed(folder: Path, name: str, subject: str, extension: str) -> None:
    key, out = ("-keyout", f"{name}.key"), ("-out", f"{name}.pem")
    _run(folder, "req", "-x509", *_KEY, *key, *out, "-subj", subject, "-days", "9", "-addext", extension)


def _signed(folder: Path, name: str, address: str, validity: tuple[str, str] | None = None) -> None:
    _run(folder, "req", *_KEY, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", "/CN=desk")
    (folder / f"{name}.ext").write_text(f"subjectAltName=IP:{address}\nbasicConstraints=CA:FALSE\n")
    if validity is None:
        _run(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
             "-days", "9", "-out", f"{name}.pem", "-extfile", f"{name}.ext")  # fmt: skip
        return
    _register(folder)
    _run(folder, "ca", "-batch", "-config", "ca.cnf", "-in", f"{name}.csr", "-out", f"{name}.pem", "-notext",
         "-startdate", validity[0], "-enddate", validity[1], "-extfile", f"{name}.ext")  # fmt: skip


def _register(folder: Path) -> None:
    """Only an authority with books can date a certificate back."""
    (folder / "index.txt").write_text("")
    (folder / "serial").write_text("1000\n")
    (folder / "ca.cnf").write_text(
        "[ca]\ndefault_ca = d\n[d]\ndir = .\ndatabase = index.txt\nserial = serial\nnew_certs_dir = .\n"
        "certificate = ca.pem\nprivate_key = ca.key\ndefault_md = sha256\npolicy = p\n[p]\ncommonName = supplied\n"
    )


def _run(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
