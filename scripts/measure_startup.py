#!/usr/bin/env python3
"""How long picket takes to start: variants of the command in turn, as a Markdown table. Processor time, user and system, is
steadier than the clock where others use the machine too.

    scripts/measure_startup.py [RUNS [ARGUMENTS…]]      21 and --version, if nothing is said
"""

import pathlib
import resource
import shlex
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "app" / "target"


def java():
    found = subprocess.run(
        ["sh", "-c", f". {shlex.quote(str(ROOT))}/scripts/java.sh && find_java jre && echo $JAVA_FOUND"],
        check=True, capture_output=True, text=True)
    return found.stdout.strip() + "/bin/java"


def main(runs=21, *arguments):
    arguments = arguments or ("--version",)
    subprocess.run([ROOT / "picket", "--version"], check=True, stdout=subprocess.DEVNULL)
    archive = max(TARGET.glob("picket-*.jsa"), key=lambda path: path.stat().st_mtime)
    plain = [java(), "-jar", TARGET / "picket.jar"]
    short = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    variants = {
        "java -jar, no options": plain,
        "with serial collector and C1": plain[:1] + short + plain[1:],
        "and archive of classes": plain[:1] + short + [f"-XX:SharedArchiveFile={archive}"] + plain[1:],
        "./picket": [ROOT / "picket"],
    }
    clock = {name: [] for name in variants}
    processor = {name: [] for name in variants}
    for _ in range(int(runs)):
        for name, command in variants.items():
            start, used = time.perf_counter(), processor_seconds()
            subprocess.run([*command, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            clock[name].append(time.perf_counter() - start)
            processor[name].append(processor_seconds() - used)
    print(f"| `{' '.join(arguments)}` | median ms | least ms | processor ms, median |\n|---|---|---|---|")
    for name in variants:
        print(f"| {name} | {median(clock[name])} | {min(clock[name]) * 1000:.0f} | {median(processor[name])} |")


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def median(seconds):
    return f"{sorted(seconds)[len(seconds) // 2] * 1000:.0f}"


if __name__ == "__main__":
    main(*sys.argv[1:])
