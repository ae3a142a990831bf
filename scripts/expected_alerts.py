#!/usr/bin/env python3
"""Which alerts the rules of a folder must raise on recorded events, said by a second, much simpler program.

    scripts/expected_alerts.py rules samples/*.ndjson.gz

It shares nothing with the engine: a small reader of KQL, a loop over all events, plain sets. It knows the parts of KQL that
the bundled rules use and stops at anything else. `docs/rules.md` holds its answers, and the engine is held to them. Only
Python 3.11 or newer is needed.

One line an alert: file, rule, group, count of matching events and of distinct values when the group had fallen silent.
"""

import bisect
import datetime
import fnmatch
import gzip
import ipaddress
import json
import pathlib
import re
import sys
import tomllib

TOKEN = re.compile(r'\s*(?:([():])|(<=|>=|<|>)|"((?:[^"\\]|\\.)*)"|([^\s():<>"{}]+))')


class Kql:
    """Words to a predicate over a flat event. Precedence: not, and, or."""

    def __init__(self, text):
        self.tokens, at, text = [], 0, text.strip()
        while at < len(text):
            found = TOKEN.match(text, at)
            if not found:
                raise SystemExit(f"cannot read KQL at {text[at:at + 30]!r}")
            mark, operator, quoted, bare = found.groups()
            kind = "mark" if mark else "operator" if operator else "quoted" if quoted is not None else "bare"
            self.tokens.append((kind, mark or operator or (quoted if quoted is not None else bare)))
            at = found.end()
        self.at = 0
        self.matches = self.either(self.clause)
        if self.at != len(self.tokens):
            raise SystemExit(f"cannot read KQL after {self.tokens[self.at]}")

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, *expected):
        token = self.peek()
        if expected and token not in expected:
            raise SystemExit(f"KQL: expected {expected}, found {token}")
        self.at += 1
        return token

    def word(self, word):
        if self.peek()[0] == "bare" and self.peek()[1].lower() == word:
            self.at += 1
            return True
        return False

    def either(self, part):
        parts = [self.both(part)]
        while self.word("or"):
            parts.append(self.both(part))
        return lambda event: any(p(event) for p in parts)

    def both(self, part):
        parts = [self.negated(part)]
        while self.word("and"):
            parts.append(self.negated(part))
        return lambda event: all(p(event) for p in parts)

    def negated(self, part):
        if self.word("not"):
            inner = self.negated(part)
            return lambda event: not inner(event)
        if self.peek() == ("mark", "("):
            self.take()
            inner = self.either(part)
            self.take(("mark", ")"))
            return inner
        return part()

    def clause(self):
        field = self.take()[1]
        kind, mark = self.take()
        if kind == "operator":
            return in_range(field, mark, self.take()[1])
        if (kind, mark) != ("mark", ":"):
            raise SystemExit(f"KQL: expected ':' after {field}")
        return self.negated(lambda: equals(field, *self.take()))


def equals(field, kind, wanted):
    if kind == "bare" and wanted == "*":
        return lambda event: bool(event.get(field))
    if field.endswith(".ip") and "/" in wanted:
        network = ipaddress.ip_network(wanted)
        return lambda event: any(address(v) in network for v in event.get(field, []) if address(v))
    if kind == "bare" and "*" in wanted:
        raise SystemExit(f"wildcards are not known here: {wanted}")
    return lambda event: any(text(v) == wanted for v in event.get(field, []))


def in_range(field, operator, bound):
    bound = float(bound)
    compare = {"<": float.__lt__, "<=": float.__le__, ">": float.__gt__, ">=": float.__ge__}[operator]
    return lambda event: any(compare(float(v), bound) for v in event.get(field, []))


def address(value):
    try:
        return ipaddress.ip_address(value)
    except ValueError:
        return None


def text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def flat(document, prefix="", into=None):
    """Dotted names to lists of values; nulls leave none."""
    into = {} if into is None else into
    for name, value in document.items():
        if isinstance(value, dict):
            flat(value, f"{prefix}{name}.", into)
        else:
            values = value if isinstance(value, list) else [value]
            kept = [v for v in values if v is not None and not isinstance(v, (dict, list))]
            if kept:
                into.setdefault(prefix + name, []).extend(kept)
    return into


def seconds(event):
    stamp = (event.get("event.ingested") or event.get("@timestamp"))[0]
    return datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00")).timestamp()


def read(path):
    with (gzip.open(path) if str(path).endswith(".gz") else open(path, "rb")) as lines:
        for line in lines:
            event = flat(json.loads(line))
            index = f"{event['@metadata.beat'][0]}-{event['@metadata.version'][0]}"
            yield index, seconds(event), event


def groups_of(event, fields):
    """Every combination of the group fields' values; none if one is missing."""
    combinations = [()]
    for field in fields:
        combinations = [c + (text(v),) for c in combinations for v in dict.fromkeys(event.get(field, []))]
    return combinations


def episodes(entries, look_back, threshold):
    """A group's alerts: from the moment the trailing look-back meets the threshold until it is silent for one."""
    entries.sort(key=lambda entry: entry[0])
    times = [time for time, _ in entries]
    cardinality = threshold["cardinality"][0] if threshold.get("cardinality") else None
    alert, alerts = None, []
    for i, (time, _) in enumerate(entries):
        if alert and time - alert["last"] > look_back:
            alert = None
        first = bisect.bisect_left(times, time - look_back)
        if not alert:
            window = entries[first:i + 1]
            distinct = set().union(*(values for _, values in window))
            if len(window) >= threshold["value"] and (not cardinality or len(distinct) >= cardinality["value"]):
                alert = {"count": len(window), "distinct": distinct, "last": time}
                alerts.append(alert)
        else:
            alert["count"] += 1
            alert["distinct"] = alert["distinct"] | entries[i][1]
            alert["last"] = time
    return alerts


def alerts_of(rule, events):
    matches = Kql(rule["query"]).matches
    hits = [
        (time, event)
        for index, time, event in events
        if any(fnmatch.fnmatchcase(index, pattern) for pattern in rule["index"]) and matches(event)
    ]
    if rule["type"] == "query":
        return [((event["process.name"][0],), 1, 0) for _, event in hits]
    threshold = rule["threshold"]
    minutes = int(re.fullmatch(r"now-(\d+)m", rule["from"]).group(1))
    counted = threshold["cardinality"][0]["field"] if threshold.get("cardinality") else None
    entries = {}
    for time, event in hits:
        values = {text(v) for v in event.get(counted, [])}
        for group in groups_of(event, threshold["field"]):
            entries.setdefault(group, []).append((time, values))
    return [
        (group, alert["count"], len(alert["distinct"]))
        for group, of_group in sorted(entries.items())
        for alert in episodes(of_group, minutes * 60, threshold)
    ]


def main(rule_folder, *files):
    rules = [tomllib.loads(p.read_text())["rule"] for p in sorted(pathlib.Path(rule_folder).glob("*.toml"))]
    for file in files:
        events = list(read(file))
        for rule in rules:
            for group, count, distinct in alerts_of(rule, events):
                print(file, rule["name"], "|".join(group), count, distinct, sep="\t")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
