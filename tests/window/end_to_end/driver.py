#!/usr/bin/python3
"""Hands and eyes for a window: finds controls by role and name, presses, types.

Uses what a screen reader uses (AT-SPI). One JSON request a line on stdin, one
JSON answer a line on stdout. Waiting means: look again whenever the
accessibility bus reports a change, until what was asked is true or the time
is over.
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

EVENTS = ["object:children-changed", "object:state-changed", "object:property-change", "object:text-changed", "window:"]


def bus_call(name, path, interface, method, arguments):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    return bus.call_sync(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, 10000, None)


def switch_on():
    value = GLib.Variant("(ssv)", ("org.a11y.Status", "IsEnabled", GLib.Variant("b", True)))
    bus_call("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", value)


def owned(name):
    answer = bus_call("org.freedesktop.DBus", "/", "org.freedesktop.DBus", "NameHasOwner", GLib.Variant("(s)", (name,)))
    return answer.unpack()[0]


def until(condition, seconds):
    """Returns the first true value of `condition`, or None when the time is over."""
    loop = GLib.MainLoop()
    end = time.monotonic() + seconds
    found = []

    def look(*_):
        if not found:
            value = condition()
            if value:
                found.append(value)
        if found or time.monotonic() > end:
            loop.quit()
        return True

    tick = GLib.timeout_add(200, look)
    listener = Atspi.EventListener.new(lambda *_: GLib.idle_add(lambda: look() and False))
    for event in EVENTS:
        listener.register(event)
    look()
    if not found:
        loop.run()
    for event in EVENTS:
        listener.deregister(event)
    GLib.source_remove(tick)
    return found[0] if found else None


def plain(name):
    """A name without icon glyphs (private use area)."""
    return "".join(c for c in name if not "\ue000" <= c <= "\uf8ff").strip()


def window(app):
    desktop = Atspi.get_desktop(0)
    for at in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(at)
        if child and app in (child.get_name() or ""):
            return child
    return None


def walk(node, depth=0):
    yield node, depth
    for at in range(node.get_child_count()):
        child = node.get_child_at_index(at)
        if child:
            yield from walk(child, depth + 1)


def words(node):
    """Everything a person reads at a node: its name and its text."""
    name = plain(node.get_name() or "")
    inside = plain(Atspi.Text.get_text(node, 0, -1)) if "Text" in node.get_interfaces() else ""
    return name if inside in name else f"{name} {inside}".strip()


def matches(node, ask):
    if ask.get("role") and node.get_role_name() != ask["role"]:
        return False
    name = words(node)
    return any(wanted in name for wanted in ask["name"].split(" | "))


def find(ask):
    try:
        app = window(ask["app"])
        hits = [node for node, _ in walk(app) if matches(node, ask)] if app else []
        if ask.get("enabled"):
            hits = [n for n in hits if n.get_state_set().contains(Atspi.StateType.SENSITIVE)
                    or n.get_state_set().contains(Atspi.StateType.ENABLED)]
        return hits[0] if hits else None
    except GLib.Error:
        return None  # the tree changed while it was read; the next change brings us back


def press(ask):
    """Presses what is asked for; false while it is not there, or does not take it yet."""
    node = find({**ask, "enabled": True})
    try:
        return bool(node) and node.do_action(0)
    except GLib.Error:
        return False


def tree(app):
    top = window(app)
    if not top:
        return "(no window)"
    return "\n".join(f"{'  ' * depth}{node.get_role_name()}: {words(node)!r}" for node, depth in walk(top))


def serve(ask):
    seconds = ask.get("seconds", 30)
    match ask["do"]:
        case "switch_on":
            switch_on()
            return {"ok": True}
        case "owned":
            return {"ok": bool(until(lambda: owned(ask["name"]), seconds))}
        case "see":
            node = until(lambda: find(ask), seconds)
            return {"ok": bool(node), "text": words(node) if node else None}
        case "gone":
            return {"ok": bool(until(lambda: window(ask["app"]) and not find(ask), seconds))}
        case "press":
            return {"ok": bool(until(lambda: press(ask), seconds))}
        case "fill":
            node = until(lambda: find({**ask, "enabled": True}), seconds)
            return {"ok": bool(node) and Atspi.EditableText.set_text_contents(node, ask["text"])}
        case "tree":
            return {"ok": True, "text": tree(ask["app"])}
    return {"ok": False, "text": "unknown request"}


def main():
    for line in sys.stdin:
        try:
            answer = serve(json.loads(line))
        except Exception as problem:
            answer = {"ok": False, "text": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
