#!/usr/bin/env python3
"""solum beside GDAL, GRASS and SAGA on a degree of synthetic relief at 30 m: local attributes, and filling with D8.

    python3 Benchmarks/Peers/terrain.py [--turns 3]

`solum-bench --relief` makes the relief, 3600 x 3600 whole metres in DEFLATE blocks of 512 with predictor 2, of which a
third lies in depressions. Each turn runs every program once, on one thread, in a process of its own whose CPU seconds
(user + system, with its children) are taken, start-up and files included; medians are printed, one JSON line a program.
GRASS and SAGA work on copies in their own format, made before and not measured. `solum-bench --here` measures its work
alone. A peer that is missing is passed over and named. Files lie in memory where there is a folder for that.
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

from measuring import measured

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOLUM = ROOT / ".build/release/solum"
BENCH = ROOT / ".build/release/solum-bench"
CELLS = 3600 * 3600


def run(command):
    """CPU seconds and peak bytes of a command that must succeed, on one thread."""
    cpu, _, peak = measured(command, OMP_NUM_THREADS="1", GRASS_VERBOSE="0")
    return cpu, peak


def version(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    return (done.stdout or done.stderr).splitlines()[0].strip()


def programs(place):
    """Name: (version, command), in the order in which they are run; their inputs are made here."""
    relief, coarse = place / "relief.tif", place / "coarse.tif"
    run([BENCH, "--relief", relief])
    # 120 x 120 cells, of which only the frame is looked at.
    run(["gdal_translate", "-q", "-outsize", "120", "120", "-r", "nearest", relief, coarse])
    ours, tool = version([SOLUM, "--version"]), [SOLUM, "tool", "terrain", relief, "--threads", "1"]
    seven = "slope,aspect,laplacian,profile_curvature,plan_curvature,tangential_curvature,tri"
    gdal = version(["gdaldem", "--version"])
    found = {
        "solum: 7 attributes, means of 900 m": (ours, [*tool, "--attributes", seven, "--onto", coarse, "--out", place / "a"]),
        "solum: slope": (ours, [*tool, "--attributes", "slope", "--out", place / "b"]),
        "gdaldem: slope": (
            gdal, ["gdaldem", "slope", "-q", "-alg", "ZevenbergenThorne", relief, place / "slope.tif", "-co", "TILED=YES"]),
        "solum: filled, accumulation": (
            ours, [*tool, "--attributes", "filled,flow_accumulation", "--out", place / "c"]),
    }
    if shutil.which("grass"):
        location = place / "grass"
        run(["grass", "-e", "-c", relief, location])
        grass = ["grass", location / "PERMANENT", "--exec"]
        run([*grass, "r.in.gdal", "--q", f"input={relief}", "output=dem"])
        run([*grass, "g.region", "raster=dem"])
        text = version(["grass", "--version"])
        found["GRASS r.slope.aspect: slope, aspect, 2 curvatures"] = (
            text, [*grass, "r.slope.aspect", "--o", "--q", "elevation=dem", "slope=s", "aspect=a", "pcurvature=p",
                   "tcurvature=t"])
        found["GRASS r.watershed -s: directions, accumulation"] = (
            text, [*grass, "r.watershed", "-s", "--o", "--q", "elevation=dem", "accumulation=acc", "drainage=dir",
                   "memory=4000"])
    else:
        print("grass is not here: passed over", file=sys.stderr)
    if shutil.which("saga_cmd"):
        run(["gdal_translate", "-q", "-of", "SAGA", "-ot", "Float32", relief, place / "dem.sdat"])
        saga, text = ["saga_cmd", "-f=q", "-c=1"], version(["saga_cmd", "--version"])
        layers = [f"-{name}={place / name}.sgrd" for name in ("SLOPE", "ASPECT", "C_GENE", "C_PROF", "C_PLAN")]
        found["SAGA ta_morphometry 0: slope, aspect, 3 curvatures"] = (
            text, [*saga, "ta_morphometry", "0", f"-ELEVATION={place / 'dem.sgrd'}", "-METHOD=6", *layers])
        found["SAGA ta_preprocessor 5: filled"] = (
            text, [*saga, "ta_preprocessor", "5", f"-ELEV={place / 'dem.sgrd'}", f"-FILLED={place / 'filled.sgrd'}",
                   "-MINSLOPE=0.01"])
        found["SAGA ta_hydrology 0: accumulation"] = (
            text, [*saga, "ta_hydrology", "0", f"-ELEVATION={place / 'filled.sgrd'}", f"-FLOW={place / 'flow.sgrd'}",
                   "-METHOD=0"])
    else:
        print("saga_cmd is not here: passed over", file=sys.stderr)
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--turns", type=int, default=3)
    turns = options.parse_args().turns
    memory = pathlib.Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as place:
        found = programs(pathlib.Path(place))
        figures = {name: [] for name in found}
        for _ in range(turns):
            for name, (_, command) in found.items():
                figures[name].append(run(command))
        for name, measured in figures.items():
            cpu, peak = (statistics.median(values) for values in zip(*measured))
            print(json.dumps({
                "benchmark": "terrain", "program": name, "version": found[name][0], "cells": CELLS, "turns": turns,
                "cpu_seconds": round(cpu, 3), "mpx_per_cpu_second": round(CELLS / 1e6 / cpu, 2),
                "peak_bytes": int(peak)}, sort_keys=True), flush=True)
    for name in ["terrain-local-file", "terrain-local", "terrain-flow"]:
        text = subprocess.run([BENCH, "--here", name], check=True, capture_output=True, text=True).stdout
        # A name takes those that begin with it along.
        line = next(line for line in map(json.loads, text.splitlines()) if line["benchmark"] == name)
        print(json.dumps({
            "benchmark": "terrain", "program": f"solum-bench: {name}", "cells": line["cells"], "turns": line["repeats"],
            "cpu_seconds": line["cpu_seconds"],
            "mpx_per_cpu_second": round(line["cells"] / 1e6 / line["cpu_seconds"], 2),
            "peak_bytes": line["peak_bytes"], "start_bytes": line["start_bytes"]}, sort_keys=True), flush=True)


main()
