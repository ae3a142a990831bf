#!/usr/bin/env python3
"""Makes the table of field types that Picket ships.

Usage: scripts/field_types.py FIELDS.CSV > core/src/main/resources/io/picket/condition/field-types.txt

The CSV has the columns field, type, normalization (`array` where the field always holds an array) and from (`ecs`,
`non-ecs` or `beats`). Where sources differ on a type, ecs goes before non-ecs before beats; each conflict is reported.

The table has one field a line, sorted by the bytes of the name: name, tab, letter of the type, `+` for an array.
Left out, and counted on stderr: names with a star or a leading dot, and names of one segment that only Beats knows
(their group was cut off, and `id` or `severity` at the top of an event is anyone's).
"""

import csv
import sys

ORDER = {"ecs": 0, "non-ecs": 1, "beats": 2}

LETTERS = {
    "keyword": "k",
    "wildcard": "w",
    "constant_keyword": "c",
    "text": "t",
    "match_only_text": "t",
    "long": "l",
    "integer": "l",
    "short": "l",
    "byte": "l",
    "unsigned_long": "l",
    "number": "l",
    "double": "d",
    "float": "d",
    "half_float": "d",
    "scaled_float": "d",
    "boolean": "b",
    "ip": "i",
    "date": "m",
    "date_nanos": "m",
    "version": "v",
    "flattened": "f",
    "nested": "n",
    "object": "o",
    "geo_point": "g",
    "binary": "x",
    "date_range": "r",
    "ip_range": "r",
    "long_range": "r",
}


def is_left_out(name, source):
    return "*" in name or name.startswith(".") or (source == "beats" and "." not in name)


def main(path):
    chosen = {}
    left_out = 0
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name, kind, source = row["field"], row["type"], row["from"]
            if kind not in LETTERS:
                sys.exit(f"{name}: no letter for type {kind}")
            if is_left_out(name, source):
                left_out += 1
                continue
            line = (ORDER[source], LETTERS[kind], "+" if row["normalization"] == "array" else "", kind)
            before = chosen.get(name)
            if before and before[1] != line[1]:
                better, worse = sorted((before, line))
                print(f"{name}: {better[3]}, not {worse[3]}", file=sys.stderr)
            chosen[name] = min(before, line) if before else line
    for name in sorted(chosen, key=lambda text: text.encode()):
        print(f"{name}\t{chosen[name][1]}{chosen[name][2]}")
    print(f"{len(chosen)} fields, {left_out} left out", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
