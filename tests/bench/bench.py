#!/usr/bin/env python3
# The benchmarks: our server and its peers beside each other in one run, as ratios.
# SPDX-License-Identifier: MIT
"""Usage: bench.py LECTERN_BINARY NGINX_BINARY [ROUNDS]

W1: a prepared public answer against nginx serving the same bytes as a file, 64 kept connections, one core each for server
and load. W2: durable registrations with group commit against one transaction a request (threads.write_batch = 1); mails wait meanwhile (mail.connections = 0).
The figure to trust is the server's CPU time a request; requests a second are limited by the load generator. Rounds are
interleaved; the medians of each and their ratio are printed as a Markdown table.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

SECONDS = 2
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"nothing listens on port {port}")


def cpu_seconds(pid):
    """utime + stime of the process; nginx's worker is a process of its own."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


RUNNING = []


class Server:
    def __init__(self, command, port, environment=None, child=False):
        self.process = subprocess.Popen(["taskset", "-c", "0", *command], env={**os.environ, **(environment or {})},
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        RUNNING.append(self.process)
        self.port = port
        wait_for(port)
        self.pid = self.process.pid
        if child:
            self.pid = int(subprocess.check_output(["pgrep", "-P", str(self.process.pid)]).split()[0])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def wrk(server, path, headers=(), script=None, connections=64, seconds=SECONDS):
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for header in headers:
        command += ["-H", header]
    if script:
        command += ["-s", script]
    before = cpu_seconds(server.pid)
    text = subprocess.check_output([*command, f"http://127.0.0.1:{server.port}{path}"], text=True)
    used = cpu_seconds(server.pid) - before
    count = int(re.search(r"(\d+) requests in", text).group(1))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    if bad and int(bad.group(1)) > 0:
        raise SystemExit(f"{path}: {bad.group(1)} answers were no success")
    return {"per_second": float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)), "cpu_us": used / count * 1e6,
            "p99": re.search(r"99%\s+(\S+)", text).group(1)}


def lectern(binary, folder, port, **settings):
    data = folder / f"data-{port}"
    subprocess.run([binary, "init", "--demo", "--data", data], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    environment = {"LECTERN_LOG_LEVEL": "error", "LECTERN_METRICS_LISTEN": "", "LECTERN_THREADS_LANES": "1", "LECTERN_MAIL_CONNECTIONS": "0",
                   "LECTERN_LIMITS_READS_PER_MINUTE": "100000000", "LECTERN_LIMITS_REGISTRATIONS_PER_MINUTE": "100000000",
                   "LECTERN_LIMITS_REGISTRATION_BURST": "100000000",
                   **{f"LECTERN_{name.upper()}": str(value) for name, value in settings.items()}}
    return Server([binary, "serve", "--data", str(data), "--listen", f"127.0.0.1:{port}"], port, environment)


def nginx(binary, folder, port, bodies):
    root = folder / "nginx"
    (root / "www").mkdir(parents=True)
    for name, body in bodies.items():
        (root / "www" / name).write_bytes(body)
    (root / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid {root}/pid; error_log {root}/error crit; user root;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; open_file_cache max=100 inactive=60s; keepalive_requests 1000000000;
  default_type application/json; client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c;
  uwsgi_temp_path {root}/d; scgi_temp_path {root}/e;
  server {{ listen 127.0.0.1:{port}; root {root}/www; }} }}
""")
    return Server([binary, "-c", root / "nginx.conf", "-p", root], port, child=True)


def fetch(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.read(), answer.headers["ETag"]


def medians(results):
    return {key: statistics.median(one[key] for one in results) for key in ("per_second", "cpu_us")}


def row(name, ours, peer, p99):
    a, b = medians(ours), medians(peer)
    return (f"| {name} | {a['cpu_us']:.1f} | {b['cpu_us']:.1f} | **{a['cpu_us'] / b['cpu_us']:.2f}** "
            f"| {a['per_second']:,.0f} | {b['per_second']:,.0f} | {a['per_second'] / b['per_second']:.2f} | {p99} |")


def cached_reads(binary, nginx_binary, folder, rounds):
    ours = lectern(binary, folder, free_port())
    paths = {"list": "/api/v1/events?limit=100", "small": "/api/v1/communities"}
    bodies, tags = {}, {}
    for name, path in paths.items():
        bodies[name], tags[name] = fetch(ours.port, path)
    peer = nginx(nginx_binary, folder, free_port(), bodies)
    _, peer_tag = fetch(peer.port, "/list")
    cases = [(f"W1a list, {len(bodies['list']) / 1000:.1f} KB", "list", (), ()),
             (f"W1b list, {len(bodies['small']) / 1000:.1f} KB", "small", (), ()),
             ("W1c 304", "list", [f"If-None-Match: {tags['list']}"], [f"If-None-Match: {peer_tag}"])]
    for title, name, our_headers, peer_headers in cases:
        results = ([], [])
        for _ in range(rounds):
            results[0].append(wrk(ours, paths[name], our_headers))
            results[1].append(wrk(peer, f"/{name}", peer_headers))
        yield row(title, *results, results[0][-1]["p99"])
    ours.stop()
    peer.stop()


def registrations(binary, folder, rounds):
    script = folder / "register.lua"
    script.write_text("""
local n = 0
local run = tostring(os.time()) .. tostring(math.random(1000000))
request = function()
  n = n + 1
  return wrk.format("POST", nil, {["Content-Type"] = "application/json"},
    '{"email":"p' .. n .. 'r' .. run .. '@example.net","name":"Ann Example","locale":"en","time_zone":"Africa/Lagos"}')
end
""")
    results = ([], [])
    for _ in range(rounds):
        for kept, batch in ((results[0], 256), (results[1], 1)):
            server = lectern(binary, folder, free_port(), threads_write_batch=batch)
            events = json.loads(fetch(server.port, "/api/v1/events?when=upcoming&limit=100")[0])["items"]
            edition = next(e["id"] for event in events for e in event["editions"] if e["capacity"] is None)
            kept.append(wrk(server, f"/api/v1/editions/{edition}/registrations", script=str(script), seconds=4))
            server.stop()
    yield row("W2a registrations, against one transaction each", *results, results[0][-1]["p99"])


def main(binary, nginx_binary, rounds):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="lectern-bench-"))
    try:
        print("| workload | ours, CPU µs | peer, CPU µs | ratio | ours, /s | peer, /s | ratio | our p99 |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        for rows in (cached_reads(binary, nginx_binary, folder, rounds), registrations(binary, folder, rounds)):
            for line in rows:
                print(line, flush=True)
    finally:
        for process in RUNNING:
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 3)
