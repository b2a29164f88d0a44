#!/usr/bin/python3
"""A person at a browser: opens one address and logs in to the demo org there.

Started by the desktop as the handler of http addresses, as any browser is.
Everything it needs to know beyond the address stands in the folder named by
PERSON: `username` and `password`; what happened is written to `browser.log`.
Chromium is driven through chromedriver (WebDriver, plain HTTP), which waits
for elements by itself.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.request

PERSON = pathlib.Path(os.environ["PERSON"])
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
SECONDS = 180


def log(*words):
    with open(PERSON / "browser.log", "a", encoding="utf-8") as file:
        print(*words, file=file, flush=True)


class Driver:
    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with self.opener.open(request, timeout=SECONDS) as answer:
            return json.load(answer)["value"]

    def start(self, folder):
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                     "--no-proxy-server", f"--user-data-dir={folder}"]
        wanted = {"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "timeouts": {"implicit": SECONDS * 1000, "pageLoad": SECONDS * 1000},
            "goog:chromeOptions": {"binary": shutil.which("chromium"), "args": arguments},
        }}}
        self.base += "/session/" + self.call("POST", "/session", wanted)["sessionId"]

    def find(self, css):
        return self.call("POST", "/element", {"using": "css selector", "value": css})[ELEMENT]

    def has(self, css):
        return bool(self.call("POST", "/elements", {"using": "css selector", "value": css}))

    def fill(self, css, text):
        field = self.find(css)
        self.call("POST", f"/element/{field}/clear", {})
        self.call("POST", f"/element/{field}/value", {"text": text})

    def click(self, css):
        self.call("POST", f"/element/{self.find(css)}/click", {})

    def url(self):
        return self.call("GET", "/url")


def text(name):
    return (PERSON / name).read_text(encoding="utf-8")


def log_in(driver, address):
    driver.call("POST", "/url", {"url": address})
    log("login page:", driver.call("GET", "/title"))
    driver.fill("#username", text("username"))
    driver.fill("#password", text("password"))
    driver.click("#Login")
    # A click may return before the next page is there: the old one has its button still.
    driver.find("body:not(:has(#Login))")
    log("after login:", driver.call("GET", "/title"))
    # A consent page has a form with a button to allow; a callback page has none.
    driver.call("POST", "/timeouts", {"implicit": 0})
    consent = driver.has("#oaapprove")
    driver.call("POST", "/timeouts", {"implicit": SECONDS * 1000})
    if consent:
        driver.click("#oaapprove")
        driver.find("body:not(:has(#oaapprove))")
        log("after consent:", driver.call("GET", "/title"))
    body = driver.find("body")
    log("last page says:", driver.call("GET", f"/element/{body}/text").replace("\n", " / ")[:300])
    log("done")


def main():
    address = sys.argv[1]
    log("opened for:", address.split("?")[0])
    folder = tempfile.mkdtemp(prefix="chromium-", dir=PERSON)
    process = subprocess.Popen(["chromedriver", "--port=0", "--allowed-ips=127.0.0.1"], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
    try:
        port = next(int(line.rstrip(".\n").split()[-1]) for line in process.stdout if "started successfully on port" in line)
        driver = Driver(port)
        driver.start(folder)
        try:
            log_in(driver, address)
        finally:
            driver.call("DELETE", "")
    except Exception as problem:  # the log is the only place where anybody looks
        detail = problem.read().decode()[:600] if hasattr(problem, "read") else ""
        log("failed:", type(problem).__name__, problem, detail)
        raise
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
