#!/usr/bin/env python3
"""solum beside ranger and randomForest, scikit-learn and kmodes: a forest with its importances, and passes of clustering.

    python3 Benchmarks/Peers/learning.py [--peers DIR] [--turns 3]

Each turn runs every program once, on one thread, in a process of its own. `work` is what a program says of its own CPU
seconds without start-up and reading; `process` is all of the process, user + system. Medians over turns are printed as a
table; `ratio` is a program's cost over that of solum's line in the same part, so above 1 solum is cheaper. Programs
marked `csv` read the same file, made here; those marked `shape` make numbers of their own with as many rows, columns and
classes. KMeans knows no classes and takes their codes as numbers: a lower bound on the work, not the same work. DIR is a virtual
environment with scikit-learn and kmodes; a peer that is missing is passed over and named. Files lie in memory where there
is a folder for that.
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile

from measuring import measured

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOLUM = ROOT / ".build/release/solum"
BENCH = ROOT / ".build/release/solum-bench"
PROFILES, TREES = 552, 500
CELLS, FEWER_CELLS, CLUSTERS, PASSES = 2_500_000, 20_000, 8, 10
LEVELS = [6, 9, 7]

RANGER = """
suppressMessages(library(ranger))
given <- commandArgs(TRUE)
table <- read.csv(given[1])
fit <- function(trees) ranger(
  h ~ ., data = table, num.trees = trees, mtry = floor((ncol(table) - 1) / 3), min.node.size = 5,
  importance = "permutation", scale.permutation.importance = FALSE, num.threads = 1, seed = 1)
invisible(fit(5))
spent <- system.time(forest <- fit(as.integer(given[2])))
cat(sprintf('{"cpu_seconds": %f, "r2": %f, "version": "ranger %s"}', spent[["user.self"]] + spent[["sys.self"]],
  forest$r.squared, packageVersion("ranger")))
"""

RANDOM_FOREST = """
suppressMessages(library(randomForest))
given <- commandArgs(TRUE)
table <- read.csv(given[1])
set.seed(1)
fit <- function(trees) randomForest(h ~ ., data = table, ntree = trees, importance = TRUE)
invisible(fit(5))
spent <- system.time(forest <- fit(as.integer(given[2])))
cat(sprintf('{"cpu_seconds": %f, "r2": %f, "version": "randomForest %s"}', spent[["user.self"]] + spent[["sys.self"]],
  tail(forest$rsq, 1), packageVersion("randomForest")))
"""

# KMeans centres and checks its input once, however many passes follow: the marginal pass leaves that out.
KMEANS = """
import json, statistics, sys, time, warnings
import numpy, sklearn
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits
warnings.simplefilter("ignore")
rows, clusters, passes = map(int, sys.argv[1:4])
levels = json.loads(sys.argv[4])
stream = numpy.random.default_rng(1)
zones = stream.integers(0, clusters, rows)
table = numpy.empty((rows, 8 + len(levels)), numpy.float32)
for column in range(8):
    values = stream.standard_normal(clusters)[zones] + stream.standard_normal(rows)
    table[:, column] = (values - values.mean()) / values.std()
for column, count in enumerate(levels, 8):
    usual = stream.integers(0, count, clusters)[zones]
    table[:, column] = numpy.where(stream.random(rows) < 0.6, usual, stream.integers(0, count, rows))
first = table[:clusters].copy()
def fit(most):
    begin = time.process_time()
    made = KMeans(clusters, init=first, n_init=1, max_iter=most, tol=0, algorithm="lloyd", copy_x=False).fit(table)
    return time.process_time() - begin, made.n_iter_
with threadpool_limits(1):
    fit(1)
    one = statistics.median(fit(1)[0] for _ in range(3))
    many = [fit(passes) for _ in range(3)]
whole, done = statistics.median(cost for cost, _ in many), many[0][1]
print(json.dumps({"cpu_seconds": whole / done, "marginal": (whole - one) / (done - 1), "passes": done,
                  "version": f"scikit-learn {sklearn.__version__}"}))
"""

KMODES = """
import json, sys, time
from importlib.metadata import version
import numpy
from kmodes.kprototypes import KPrototypes
table = numpy.loadtxt(sys.argv[1], delimiter=",", skiprows=1)
clusters, passes = int(sys.argv[2]), int(sys.argv[3])
begin = time.process_time()
first = [table[:clusters, :8].copy(), table[:clusters, 8:].copy()]
# It passes over the rows once before those that it counts.
made = KPrototypes(clusters, max_iter=passes - 1, init=first, n_init=1, gamma=0.5, random_state=1).fit(
    table, categorical=[8, 9, 10])
spent, done = time.process_time() - begin, made.n_iter_ + 1
print(json.dumps({"cpu_seconds": spent / done, "passes": int(done), "version": f"kmodes {version('kmodes')}"}))
"""


def write_profiles(path):
    """Thirteen numbers, three classes given as numbers, and a thickness, as those of `solum-bench importance`."""
    stream = random.Random(1)
    with open(path, "w") as file:
        file.write(",".join([f"x{n}" for n in range(13 + len(LEVELS))] + ["h"]) + "\n")
        for _ in range(PROFILES):
            row = [stream.gauss(0, 1) for _ in range(13)] + [stream.randrange(count) for count in LEVELS]
            thickness = 0.9 + 0.2 * row[0] + 0.1 * row[1] - 0.1 * row[2] + 0.03 * row[13] + 0.25 * stream.gauss(0, 1)
            file.write(",".join(map(repr, row + [thickness])) + "\n")


def write_cells(path):
    """Eight numbers and three classes round eight centres that overlap, as those of `solum-bench kprototypes`."""
    stream = random.Random(2)
    centres = [[stream.gauss(0, 1) for _ in range(8)] for _ in range(CLUSTERS)]
    usual = [[stream.randrange(count) for count in LEVELS] for _ in range(CLUSTERS)]
    with open(path, "w") as file:
        file.write(",".join([f"x{n}" for n in range(8)] + [f"c{n}" for n in range(len(LEVELS))]) + "\n")
        for _ in range(FEWER_CELLS):
            zone = stream.randrange(CLUSTERS)
            numbers = [centre + stream.gauss(0, 1) for centre in centres[zone]]
            codes = [
                code if stream.random() < 0.6 else stream.randrange(count)
                for code, count in zip(usual[zone], LEVELS)]
            file.write(",".join(map(repr, numbers + codes)) + "\n")


def run(command, place):
    """What a command that must succeed prints as JSON, its CPU seconds, and its peak bytes, on one thread."""
    result = place / "result.json"
    cpu, _, peak = measured(
        ["sh", "-c", 'exec "$0" "$@" > "$RESULT"', *command], RESULT=str(result), OMP_NUM_THREADS="1",
        OPENBLAS_NUM_THREADS="1")
    return json.loads(result.read_text()), cpu, peak


def has(command):
    return subprocess.run(command, capture_output=True).returncode == 0


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    return f"{model}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}"


def parts(place, python):
    """Title, unit with its factor, and programs: name to (kind of input, key of its own figure, command)."""
    profiles, cells = place / "profiles.csv", place / "cells.csv"
    write_profiles(profiles)
    write_cells(cells)
    names = ",".join(f"c{n}" for n in range(len(LEVELS)))
    forest = {"solum-bench importance": ("shape", "cpu_seconds", [BENCH, "--here", "importance"])}
    passes = {"solum-bench kprototypes": ("shape", "cpu_seconds_per_pass", [BENCH, "--here", "kprototypes"])}
    fewer = {}
    if SOLUM.exists():
        forest["solum tool importance"] = ("csv", None, [
            SOLUM, "tool", "importance", profiles, "--target", "h", "--trees", TREES, "--repeats", "1", "--threads", "1"])
        fewer["solum tool cluster"] = ("csv", None, [
            SOLUM, "tool", "cluster", cells, "--k", CLUSTERS, "--categorical", names, "--gamma", "0.5", "--init-rows",
            ",".join(map(str, range(CLUSTERS))), "--max-passes", "3", "--threads", "1"])
    for package, text in [("ranger", RANGER), ("randomForest", RANDOM_FOREST)]:
        if shutil.which("Rscript") and has(["Rscript", "-e", f"library({package})"]):
            script = place / f"{package}.R"
            script.write_text(text)
            forest[package] = ("csv", "cpu_seconds", ["Rscript", script, profiles, TREES])
        else:
            print(f"{package} is not here: passed over", file=sys.stderr)
    if has([python, "-c", "import sklearn"]):
        command = [python, "-c", KMEANS, CELLS, CLUSTERS, PASSES, json.dumps(LEVELS)]
        passes["KMeans, a pass of ten"] = ("shape", "cpu_seconds", command)
        passes["KMeans, a further pass"] = ("shape", "marginal", command)
    else:
        print("scikit-learn is not here: passed over", file=sys.stderr)
    if has([python, "-c", "import kmodes"]):
        fewer["KPrototypes"] = ("csv", "cpu_seconds", [python, "-c", KMODES, cells, CLUSTERS, "3"])
    else:
        print("kmodes is not here: passed over", file=sys.stderr)
    return [
        (f"forest: {PROFILES} x 16, {TREES} trees with permutation importance", "s", 1, forest),
        (f"clustering: a pass over {CELLS} x (8 + 3), k = {CLUSTERS}, single precision", "ns a row", 1e9 / CELLS, passes),
        (f"clustering: 3 passes over {FEWER_CELLS} x (8 + 3), k = {CLUSTERS}, double precision; work is one pass",
         "ns a row", 1e9 / FEWER_CELLS, fewer)]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--peers", type=pathlib.Path, help="a virtual environment with scikit-learn and kmodes")
    options.add_argument("--turns", type=int, default=3)
    given = options.parse_args()
    python = str((given.peers / "bin/python").absolute()) if given.peers else sys.executable
    ours = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True).stdout
    memory = pathlib.Path("/dev/shm")
    print(f"{machine()}; solum {ours.strip()}; medians of {given.turns} turns", flush=True)
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as place:
        place = pathlib.Path(place)
        for title, unit, factor, programs in parts(place, python):
            figures = {name: [] for name in programs}
            for _ in range(given.turns):
                done = {}
                for name, (_, _, command) in programs.items():
                    # Two lines of one program come from one run.
                    key = tuple(map(str, command))
                    done[key] = done.get(key) or run(command, place)
                    figures[name].append(done[key])
            report(title, unit, factor, programs, figures)
        print(f"load at the end {os.getloadavg()[0]:.2f}")


def report(title, unit, factor, programs, figures):
    print(f"\n{title}\n{'program':28}{'version':24}{'input':7}{'work, ' + unit:>16}{'ratio':>7}{'process, s':>12}{'ratio':>7}"
          f"{'peak, MB':>10}")
    base_work = base_process = None
    for name, turns in figures.items():
        kind, key, _ = programs[name]
        work = statistics.median(said[key] for said, _, _ in turns) * factor if key else None
        # What solum-bench spends beside its work is five repeats and the making of inputs: no process to compare.
        whole = not name.startswith(("solum-bench", "KMeans"))
        process = statistics.median(cpu for _, cpu, _ in turns) if whole else None
        peak = statistics.median(peak for _, _, peak in turns)
        if name.startswith("solum"):
            base_work, base_process = base_work or work, base_process or process
        version = turns[0][0].get("version", "")

        def ratio(value, base):
            return f"{value / base:.2f}" if value and base else ""

        def number(value):
            return f"{value:.4g}" if value else ""

        print(f"{name:28}{version:24}{kind:7}{number(work):>16}{ratio(work, base_work):>7}{number(process):>12}"
              f"{ratio(process, base_process):>7}{peak / 1e6:>10.0f}", flush=True)


main()
