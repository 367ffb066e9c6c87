"""Asks lawmap and nginx for the same bytes with wrk, side by side: requests per second of the server's own processor
time, since the clients share the machine with it. nginx serves them from disk, as well tuned as we know how: it keeps
files open, logs nothing (neither does lawmap), never closes a connection, and counts once with sendfile and once
without; the better of the two is the peer."""
import contextlib
import gzip
import os
import pathlib
import pwd
import re
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.request

from benchmarks import lawmap, machine

COUNTRY, TILE = "/api/v1/jurisdictions/NZ", "/tiles/framework/4/13/9.png"
CASES = [
    # what it is, path, accepts gzip
    ("a country, JSON", COUNTRY, False),
    ("a country, JSON in gzip", COUNTRY, True),
    ("a tile drawn before", TILE, False),
]
TICKS = os.sysconf("SC_CLK_TCK")

CONFIGURATION = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log crit;
worker_processes {threads};
events {{ worker_connections 4096; multi_accept on; }}
http {{
    access_log off;
    sendfile {sendfile};
    tcp_nopush on;
    tcp_nodelay on;
    keepalive_timeout 1h;
    keepalive_requests 1000000000;
    open_file_cache max=1000 inactive=1h;
    open_file_cache_valid 1h;
    gzip_static on;
    server_tokens off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ image/png png; }}
    default_type application/json;
    server {{ listen 127.0.0.1:{port} reuseport backlog=4096; root {folder}/files; }}
}}
"""


def add_options(parser):
    parser.add_argument("--rounds", type=int, default=5, help="of which the median counts; default 5")
    parser.add_argument("--seconds", type=int, default=3, help="of a round; default 3")
    parser.add_argument("--threads", type=int, default=1, help="of lawmap, and worker processes of nginx; default 1")
    parser.add_argument("--connections", type=int, default=32, help="kept open; default 32")


def processor_seconds(pid):
    """Of a process and its children, since they began."""
    pids = [pid, *pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    total = 0
    for each in pids:
        fields = pathlib.Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def fetch(port, path, gzipped=False):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    if gzipped:
        request.add_header("Accept-Encoding", "gzip")
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def wait_for(port):
    for _ in range(1000):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.01)
    raise SystemExit("nginx does not answer")


@contextlib.contextmanager
def run_lawmap(program, threads):
    account = ["--user", "root"] if os.geteuid() == 0 else []
    process = subprocess.Popen(
        [str(program), "serve", "--listen", "127.0.0.1:0", "--threads", str(threads), *account, "--data",
         str(lawmap.ROOT / "data"), "--shapefiles", str(lawmap.ROOT / "shapefiles")],
        stdout=subprocess.PIPE, text=True)
    try:
        yield process.pid, int(re.search(r":(\d+)/", process.stdout.readline())[1])
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextlib.contextmanager
def run_nginx(folder, sendfile, threads):
    port = free_port()
    user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
    configuration = pathlib.Path(folder, f"nginx-{sendfile}.conf")
    configuration.write_text(
        CONFIGURATION.format(folder=folder, port=port, threads=threads, sendfile=sendfile, user=user))
    process = subprocess.Popen(["nginx", "-p", folder, "-e", f"{folder}/error.log", "-c", str(configuration)])
    try:
        wait_for(port)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()


def store(port, folder):
    """What lawmap answers, as the files that nginx serves."""
    for path in COUNTRY, TILE:
        file = pathlib.Path(folder, "files" + path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(fetch(port, path))
    zipped = fetch(port, COUNTRY, gzipped=True)
    pathlib.Path(folder, "files" + COUNTRY + ".gz").write_bytes(zipped)
    assert gzip.decompress(zipped) == fetch(port, COUNTRY)


def load(options, pid, port, path, gzipped):
    """Requests a processor second, and a second."""
    before = processor_seconds(pid)
    ran = subprocess.run(
        ["wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s",
         *(["-H", "Accept-Encoding: gzip"] if gzipped else []), f"http://127.0.0.1:{port}{path}"],
        capture_output=True, text=True, check=True)
    used = processor_seconds(pid) - before
    if re.search("Non-2xx|Socket errors", ran.stdout):
        raise SystemExit(ran.stdout)
    count = int(re.search(r"(\d+) requests in", ran.stdout)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", ran.stdout)[1])
    return count / used, rate


def measure(options, servers, path, gzipped):
    """By server: the median of the rounds; each round starts with another."""
    found = {name: [] for name in servers}
    names = list(servers)
    for number in range(options.rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            found[name].append(load(options, *servers[name], path, gzipped))
    return {name: tuple(map(statistics.median, zip(*results))) for name, results in found.items()}


def run(options):
    _, program = lawmap.build(options.build)
    with tempfile.TemporaryDirectory() as folder, run_lawmap(program, options.threads) as own, \
            run_nginx(folder, "on", options.threads) as sendfile, run_nginx(folder, "off", options.threads) as plain:
        servers = {"lawmap": own, "sendfile": sendfile, "plain": plain}
        store(own[1], folder)
        rows = []
        for name, path, gzipped in CASES:
            bodies = [fetch(port, path, gzipped) for _, port in servers.values()]
            if len(set(bodies)) != 1:
                raise SystemExit(f"{path}: the servers do not answer with the same bytes")
            rows.append((name, len(bodies[0]), measure(options, servers, path, gzipped)))
    print(f"`tools/bench http` on {machine.today()}, {machine.processor()}; nginx "
          f"{machine.debian_version('nginx')}, wrk {machine.debian_version('wrk')}, libmicrohttpd "
          f"{machine.debian_version('libmicrohttpd12')}; {options.threads} thread(s), {options.connections} "
          f"connections, the median of {options.rounds} rounds of {options.seconds} s.\n\n"
          "| requests per second of processor time | bytes | lawmap | nginx, sendfile | nginx, read | "
          "ratio to the better | requests per second: lawmap | the better nginx |\n"
          "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, size, found in rows:
        best = max(found["sendfile"], found["plain"])
        print(f"| {name} | {size:,} | {found['lawmap'][0]:,.0f} | {found['sendfile'][0]:,.0f} | "
              f"{found['plain'][0]:,.0f} | **{found['lawmap'][0] / best[0]:.2f}** | {found['lawmap'][1]:,.0f} | "
              f"{best[1]:,.0f} |")
