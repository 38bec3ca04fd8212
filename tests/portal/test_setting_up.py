"""A portal as an administrator sets it up: behind nginx with TLS, as a service, on PostgreSQL."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from xml.etree import ElementTree

import pytest

from drafter.cli.main import main
from tests.building import sample
from tests.conftest import absent
from tests.portal.conftest import served
from tests.portal.people import OWN, entered, hired, links, officer, officers, portal, signed_in
from tests.portal.test_provided import free_port
from tests.portal.visitor import Stranger

DOCS = Path(__file__).parents[2] / "docs" / "portal"
HOST = "drafter.example.gov.cn"
BEHIND_TLS = f'hosts = ["{HOST}"]\nhttps = true\nproxy = "127.0.0.1"\n'
CHECK = """
import sys
from contextlib import closing
from pathlib import Path
from django.core.management import call_command
from drafter.portal.desk import Desk
from drafter.portal.shared.configuration import configuration
from drafter.portal.shared.settings import configure
root = Path(sys.argv[1])
with closing(Desk(root, lambda _: None)) as desk:
    configure(desk, root, configuration(root), ())
    call_command("check", deploy=True, fail_level="WARNING")
    call_command("makemigrations", "shared", check=True, dry_run=True, verbosity=0)
"""


def configured(folder: Path, text: str) -> None:
    """The sample's workspace with a portal that is settled so."""
    sample(folder)
    (folder / ".portal").mkdir(mode=0o700)
    (folder / ".portal" / "portal.toml").write_text(text)


def test_django_has_nothing_to_say_against_the_settings(tmp_path: Path) -> None:
    configured(tmp_path, BEHIND_TLS)
    command = [sys.executable, "-W", "error", "-c", CHECK, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert "no issues" in run.stdout


@contextmanager
def nginx(folder: Path, portal_port: int) -> Iterator[int]:
    """The documented nginx before the portal, but for its ports and certificate; its port."""
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if program is None:
        absent("未安装nginx / nginx is not installed")
    key, certificate, port = folder / "key.pem", folder / "certificate.pem", free_port()
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    example = (DOCS / "nginx.conf").read_text()
    for old, new in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("listen 80", f"listen 127.0.0.1:{free_port()}"),
        ("/etc/ssl/drafter/certificate.pem", str(certificate)),
        ("/etc/ssl/drafter/key.pem", str(key)),
        ("127.0.0.1:8480", f"127.0.0.1:{portal_port}"),
    ):
        assert old in example
        example = example.replace(old, new)
    own = folder / "nginx.conf"
    bodies = f"client_body_temp_path {folder}/bodies; proxy_temp_path {folder}/answers; "
    others = " ".join(f"{n}_temp_path {folder}/{n};" for n in ("fastcgi", "uwsgi", "scgi"))
    own.write_text(
        f"pid {folder}/pid; error_log {folder}/log; events {{}}\n"
        f"http {{ access_log off; {bodies}{others}\n{example}}}\n"
    )
    options = ["-p", folder, "-c", own]
    tried = subprocess.run([program, *options, "-t"], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    with subprocess.Popen([program, *options, "-g", "daemon off;"]) as running:
        for _ in range(100):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        try:
            yield port
        finally:
            running.terminate()


class Secured(Stranger):
    """Somebody who comes through the nginx with TLS."""

    port = 0
    certificate = Path()

    def connection(self) -> HTTPSConnection:
        """By the portal's name, which only this certificate bears."""
        context = ssl.create_default_context(cafile=self.certificate)
        connection = HTTPSConnection(HOST, self.port, timeout=60, context=context)
        plain = socket.create_connection(("127.0.0.1", self.port))
        connection.sock = context.wrap_socket(plain, server_hostname=HOST)
        return connection


@pytest.mark.slow
def test_behind_nginx_cookies_need_tls_and_people_come_in(tmp_path: Path) -> None:
    folder, outside = tmp_path / "城中区", tmp_path / "nginx"
    folder.mkdir()
    outside.mkdir()
    configured(folder, BEHIND_TLS)
    officers(folder)
    port = free_port()
    with served(folder, "--shared", "--port", str(port)) as serving, nginx(outside, port) as tls:
        person = Secured(serving)
        person.port, person.certificate = tls, outside / "certificate.pem"
        person.headers = {"Host": HOST, "Referer": f"https://{HOST}/sign-in/"}
        person.get("/sign-in/")
        person.post("/sign-in/", {"login": "anquan", "password": "Qiu-feng-8-yue"})
        assert "安全员（安全）" in person.page
        assert person.answer["Strict-Transport-Security"].startswith("max-age=31536000")
        assert all("Secure" in line for line in person.set_cookies)
        plain = HTTPConnection(serving.root.removeprefix("http://"), timeout=60)
        plain.request("GET", "/sign-in/", headers={"Host": HOST})
        answer = plain.getresponse()
        plain.close()
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/sign-in/")


def test_the_service_starts_what_there_is() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[method-assign, assignment]
    unit.read(DOCS / "drafter.service", encoding="utf-8")
    arguments = shlex.split(unit["Service"]["ExecStart"])[1:]
    task = ElementTree.parse(DOCS / "drafter-task.xml")
    name = "{http://schemas.microsoft.com/windows/2004/02/mit/task}Arguments"
    other = next(element.text for element in task.iter(name))
    for words in (arguments, shlex.split(other or "")):
        command = main.get_command(None, words[0])  # type: ignore[arg-type]
        assert command is not None
        command.make_context("serve", words[1:])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    text = (DOCS / "drafter.service").read_text("utf-8")
    program = f"ExecStart={sys.executable} -m drafter"
    unit = tmp_path / "drafter.service"
    unit.write_text(text.replace("ExecStart=/opt/drafter/bin/drafter", program))
    command = ["systemd-analyze", "verify", "--man=no", str(unit)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert "drafter.service" not in run.stderr, run.stderr


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """The address of a database on a PostgreSQL of our own."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        absent("未安装postgresql / postgresql is not installed")
    folder, port = Path(tempfile.mkdtemp()), free_port()
    user: dict[str, str] = {"user": "postgres"} if os.getuid() == 0 else {}
    if user:
        shutil.chown(folder, "postgres")
    options = ["-A", "trust", "-U", "drafter", "-E", "UTF8", "--locale=C"]
    made = [programs[-1] / "initdb", "-D", folder / "data", *options]
    subprocess.run(made, check=True, capture_output=True, cwd=folder, **user)  # type: ignore[call-overload]
    server = [programs[-1] / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder]
    with subprocess.Popen(server, cwd=folder, stderr=subprocess.DEVNULL, **user) as running:  # type: ignore[call-overload]
        for _ in range(100):
            ready = subprocess.run(
                [programs[-1] / "pg_isready", "-h", "127.0.0.1", "-p", str(port)],
                capture_output=True,
            )
            if ready.returncode == 0:
                break
            time.sleep(0.1)
        try:
            yield f"postgresql://drafter@127.0.0.1:{port}/postgres"
        finally:
            running.terminate()
    shutil.rmtree(folder)


@pytest.mark.slow
def test_a_portal_on_postgresql(tmp_path: Path, postgresql: str) -> None:
    sample(tmp_path)
    os.environ["DRAFTER_DATABASE"] = postgresql
    try:
        officers(tmp_path)
        with portal(tmp_path) as serving:
            clerk = hired(serving, "起草", "李文", "liwen")
            person = entered(serving, *links(clerk, "区司法局")["区司法局"])
            assert "区司法局　赵敏" in person.page
            stranger = Stranger(serving)
            for _ in range(6):
                stranger.get("/sign-in/")
                stranger.post("/sign-in/", {"login": "liwen", "password": "wrong-wrong-1"})
            assert stranger.status == 429
            officer(serving, "安全").post("/powers/unlocked/", {"login": "liwen"})
            assert "李文（起草）" in signed_in(serving, "liwen", OWN).page
    finally:
        del os.environ["DRAFTER_DATABASE"]
    assert not [*(tmp_path / ".portal").glob("*.sqlite3")]


def test_a_slip_in_the_configuration_is_told(tmp_path: Path) -> None:
    configured(tmp_path, 'host = ["x"]\n')
    command = [sys.executable, "-m", "drafter", "-C", str(tmp_path), "serve", "--shared"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert run.returncode == 2
    assert re.search(r"\.portal/portal\.toml写得不对", run.stderr)


def test_on_all_addresses_the_machines_own_are_answered_and_no_others(tmp_path: Path) -> None:
    sample(tmp_path)
    with served(tmp_path, "--shared", "--host", "0.0.0.0") as serving:
        told = "".join(serving.lines)
        port = serving.root.rpartition(":")[2]
        listed = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=True)
        own = {socket.gethostname(), *(one for one in listed.stdout.split() if ":" not in one)}
        for name in {*own, "127.0.0.1", "localhost"}:
            assert name == "localhost" or f"http://{name}:{port}/" in told
            assert answered_as(port, f"{name}:{port}") == 200, name
        for name in ("evil.example", "203.0.113.9", "0.0.0.0", f"127.0.0.1.evil.example:{port}"):
            assert answered_as(port, name) == 400, name


def answered_as(port: str, host: str) -> int:
    """The answer to who asks for the portal under that name."""
    connection = HTTPConnection("127.0.0.1", int(port), timeout=30)
    connection.request("GET", "/sign-in/", headers={"Host": host})
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("ab12", "密码至少要10个字符"),
        ("12345678901", "密码太常见，容易被猜中；密码不能全是数字"),
        ("guanliyuan", "密码与账号或姓名太相近"),
    ],
)
def test_a_password_that_will_not_do_is_told_in_chinese(
    tmp_path: Path, password: str, sentence: str
) -> None:
    sample(tmp_path)
    command = [sys.executable, "-m", "drafter", "-C", str(tmp_path), "account", "guanliyuan"]
    run = subprocess.run([*command, "--password", password], capture_output=True, text=True)
    assert run.returncode == 2
    assert run.stderr.strip() == f"无法运行：{sentence}"
