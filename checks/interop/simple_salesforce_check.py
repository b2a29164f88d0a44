"""simple-salesforce against the demo org; only the lookup of names is ours."""

import json
import os
import socket
import sys
import urllib.request

WORK = os.environ["INTEROP_WORK"]
with open(os.path.join(WORK, "ready.json"), encoding="utf-8") as file:
    READY = json.load(file)
TLS_PORT = int(READY["tls_base_url"].rsplit(":", 1)[1])
ADMIN = next(user for user in READY["users"] if user["username"] == "admin@demo.example")
OWN = "3MVG9InteropOwnApp"
OWN_SECRET = "4B1DDE40C0DE00000000000000000000000000000000000000000000000000AA"
SIGNED = "3MVG9InteropSignedApp"

real_lookup = socket.getaddrinfo


def lookup(host, port, *args, **kwargs):
    """Leads every salesforce.com name to the demo org."""
    if isinstance(host, str) and host.endswith(".salesforce.com"):
        return real_lookup("127.0.0.1", TLS_PORT, *args, **kwargs)
    return real_lookup(host, port, *args, **kwargs)


socket.getaddrinfo = lookup

from simple_salesforce import Salesforce  # noqa: E402
from simple_salesforce.exceptions import SalesforceAuthenticationFailed  # noqa: E402

failed = 0


def item(name, run):
    """Runs one item and prints how it went."""
    global failed
    try:
        run()
        print(f"passed  {name}")
    except Exception as error:  # noqa: BLE001
        failed += 1
        print(f"failed  {name}: {type(error).__name__}: {str(error)[:600]}")


def control(path, body):
    """Calls the control API."""
    request = urllib.request.Request(
        f"{READY['base_url']}/demo/control/{path}",
        data=json.dumps(body).encode(),
        headers={"Demo-Control": READY["control_token"]},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def sees(client):
    """Queries, and asks UserInfo."""
    answer = client.query("SELECT Id, Name FROM Account")
    assert answer["totalSize"] == 3, answer
    info = client.oauth2("userinfo")
    assert info["preferred_username"] == ADMIN["username"], info


def soap():
    sees(Salesforce(username=ADMIN["username"], password=ADMIN["password"], security_token=ADMIN["security_token"]))


def password():
    client = Salesforce(
        username=ADMIN["username"],
        password=ADMIN["password"] + ADMIN["security_token"],
        consumer_key=OWN,
        consumer_secret=OWN_SECRET,
    )
    sees(client)


def jwt():
    client = Salesforce(
        username=ADMIN["username"],
        consumer_key=SIGNED,
        privatekey_file=os.path.join(WORK, "app.key"),
    )
    sees(client)


def client_credentials():
    sees(Salesforce(consumer_key=OWN, consumer_secret=OWN_SECRET, domain="demo.my"))


def again_after_expiry():
    client = Salesforce(consumer_key=OWN, consumer_secret=OWN_SECRET, domain="demo.my")
    assert control("expire-access-tokens", {})["expired"] > 0
    sees(client)


def wrong_password():
    try:
        Salesforce(username=ADMIN["username"], password="wrong", security_token="")
    except SalesforceAuthenticationFailed as error:
        assert "INVALID_LOGIN" in str(error), error
    else:
        raise AssertionError("logged in with a wrong password")


def users_and_limits():
    client = Salesforce(consumer_key=OWN, consumer_secret=OWN_SECRET, domain="demo.my")
    assert client.limits()["DailyApiRequests"]["Max"] > 0
    user = client.User.get("0055e0000000001AAA")
    assert user["Username"] == ADMIN["username"], user
    assert client.describe()["sobjects"], "no objects"


item("simple-salesforce SOAP login", soap)
item("simple-salesforce username and password", password)
item("simple-salesforce JWT bearer", jwt)
item("simple-salesforce client credentials", client_credentials)
item("simple-salesforce after expiry", again_after_expiry)
item("simple-salesforce wrong password", wrong_password)
item("simple-salesforce record, limits, objects", users_and_limits)
sys.exit(failed)
