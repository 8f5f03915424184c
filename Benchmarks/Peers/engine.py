#!/usr/bin/env python3
"""solum beside GNU make, Snakemake and DVC: a run in which nothing is to be done, and one of trivial tasks.

    python3 Benchmarks/Peers/engine.py [--peers DIR] [--turns 5] [--tasks 100]

The graph of the first part is that of a released product, taken from its provenance: a rule for each task, with the same
inputs and as many outputs. Rules write empty files; what they cost is not measured, since all are made before. Each turn runs every
program once, in a process of its own whose CPU seconds (user + system, with its children) and wall seconds are taken;
medians are printed, one JSON line a program. DIR is a virtual environment that holds snakemake and dvc; a peer that
is missing is passed over and named. Programs work in a temporary folder in memory where there is one.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

from measuring import measured as measured_in

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOLUM = ROOT / ".build/release/solum"
MANIFEST = ROOT / "Manifests/plateau-twin.yaml"


def measured(command, folder):
    """CPU seconds, wall seconds and peak bytes of a command that reports nothing to its makers."""
    return measured_in(command, folder, DVC_NO_ANALYTICS="1", PYTHONDONTWRITEBYTECODE="0")


def product_graph(release):
    """A released product's tasks: (files read, files written) of each, named by number."""
    tasks = [json.loads(line) for line in open(release / "provenance/tasks.jsonl")]
    files = {task["id"]: [f"t{n}-{k}" for k in range(max(1, len(task["outputs"])))] for n, task in enumerate(tasks)}
    reads = [sorted({f for i in task["inputs"] for f in files[i["task"]]}) for task in tasks]
    return [(read, files[task["id"]]) for task, read in zip(tasks, reads)]


def layered_graph(count, width=100):
    """Layers of a hundred, each task reading three of the layer above, as solum-bench's own."""
    graph = []
    for n in range(count):
        layer, place = divmod(n, width)
        above = [(layer - 1) * width + (place + step) % width for step in (0, 1, 7)] if layer else []
        graph.append(([f"t{n}-0" for n in above], [f"t{n}-0"]))
    return graph


def write_make(graph, folder):
    lines = ["all: " + " ".join(f for _, written in graph for f in written)]
    for read, written in graph:
        # Grouped targets: one recipe makes all.
        lines.append(f"{' '.join(written)} &: {' '.join(read)}\n\t@touch {' '.join(written)}")
    (folder / "Makefile").write_text("\n".join(lines) + "\n")
    return ["make", "-s", "-j2"]


def write_snakemake(graph, folder):
    every = ", ".join(repr(f) for _, written in graph for f in written)
    rules = [f"rule all:\n    input: {every}\n"]
    for n, (read, written) in enumerate(graph):
        inputs = f"    input: {', '.join(map(repr, read))}\n" if read else ""
        rules.append(
            f"rule t{n}:\n{inputs}    output: {', '.join(map(repr, written))}\n    shell: 'touch {' '.join(written)}'\n")
    (folder / "Snakefile").write_text("\n".join(rules))
    return ["snakemake", "--cores", "2", "--quiet", "all"]


def write_dvc(graph, folder):
    lines = ["stages:"]
    for n, (read, written) in enumerate(graph):
        # DVC refuses two outputs of the same content only in name; the number tells them apart.
        command = "; ".join(f"echo {n} > {f}" for f in written)
        lines += [f"  t{n}:", f"    cmd: {command}"]
        if read:
            lines += ["    deps:"] + [f"    - {f}" for f in read]
        lines += ["    outs:"] + [f"    - {f}" for f in written]
    (folder / "dvc.yaml").write_text("\n".join(lines) + "\n")
    return ["dvc", "repro", "--quiet"]


def version(command):
    text = subprocess.run([str(command), "--version"], capture_output=True, text=True).stdout
    return text.splitlines()[0] if text else "?"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--peers", type=pathlib.Path, help="a virtual environment with snakemake and dvc")
    options.add_argument("--turns", type=int, default=5)
    options.add_argument("--tasks", type=int, default=100, help="of the run of trivial tasks")
    given = options.parse_args()

    def program(name):
        beside = given.peers / "bin" / name if given.peers else None
        return str(beside.resolve()) if beside and beside.exists() else shutil.which(name)

    memory = pathlib.Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as place:
        place = pathlib.Path(place)
        store = ["--store", place / "store", "--output", place / "releases", "--quiet"]
        subprocess.run([SOLUM, "release", MANIFEST, *store], check=True, stdout=subprocess.DEVNULL)
        release = next(path for path in (place / "releases").iterdir() if path.is_dir())
        graph = product_graph(release)
        outputs = sum(len(written) for _, written in graph)

        nothing = {"solum": ([SOLUM, "run", MANIFEST, *store], place, version(SOLUM))}
        trivial = {}
        for name, write in [("make", write_make), ("snakemake", write_snakemake), ("dvc", write_dvc)]:
            path = program(name)
            if not path:
                print(f"{name} is not here: passed over", file=sys.stderr)
                continue
            for kind, tasks in [("nothing", graph), ("trivial", layered_graph(given.tasks))]:
                folder = place / f"{name}-{kind}"
                folder.mkdir()
                if name == "dvc":
                    subprocess.run([path, "init", "--no-scm", "--quiet"], cwd=folder, check=True)
                command = [path, *write(tasks, folder)[1:]]
                if kind == "nothing":
                    measured(command, folder)
                    nothing[name] = (command, folder, version(path))
                else:
                    trivial[name] = (command, folder, version(path))

        figures = {name: [] for name in nothing}
        for _ in range(given.turns):
            for name, (command, folder, _) in nothing.items():
                figures[name].append(measured(command, folder))
        report("nothing-to-do", len(graph), outputs, figures, nothing)

        if trivial:
            once = {name: [measured(command, folder)] for name, (command, folder, _) in trivial.items()}
            report("trivial-tasks", given.tasks, given.tasks, once, trivial)


def report(benchmark, tasks, outputs, figures, programs):
    ours = statistics.median(turn[0] for turn in figures["solum"]) if "solum" in figures else None
    for name, turns in figures.items():
        cpu, wall, peak = (statistics.median(values) for values in zip(*turns))
        line = {
            "benchmark": benchmark, "program": name, "version": programs[name][2], "tasks": tasks, "outputs": outputs,
            "turns": len(turns), "cpu_seconds": round(cpu, 4), "wall_seconds": round(wall, 4), "peak_bytes": int(peak)}
        if ours and name != "solum":
            line["cpu_ratio_to_solum"] = round(cpu / ours, 2)
        print(json.dumps(line, sort_keys=True), flush=True)


main()
