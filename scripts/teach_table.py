"""Prints docs/teach.md's table: `teach_table.py MODELS DRAWINGS…`. Standard library only.

MODELS has a model folder `fold-N` for each fold of trainer/folds.json, by a network that has not seen the fold's writers
(`trainer cross-validate --models`). DRAWINGS are those of the files that they learnt from that are of digits, plain or
gzipped.
"""

import gzip
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MNIST = ROOT / "data/mnist"
TRAINER = ROOT / "target/release/trainer"
# Whom to teach: of the writers with so many drawings, those whom their fold's network reads worst.
LEAST, WRITERS = 150, 6
# How many of a writer's drawings are corrections; the rest judge.
CORRECTIONS = 50


def main():
    if len(sys.argv) < 3:
        sys.exit("teach_table.py MODELS DRAWINGS…")
    models, files = Path(sys.argv[1]), sys.argv[2:]
    subprocess.run(["cargo", "build", "--release", "--quiet", "--package", "trainer"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as folder:
        writers = worst_read(models, by_writer(files), Path(folder))
        print("| writer | the other drawings | MNIST's test images | without MNIST: the other drawings | MNIST |")
        print("| --- | --- | --- | --- | --- |")
        for writer, lines, model in writers:
            teach(writer, lines, model, Path(folder))


def by_writer(files):
    """The lines of each writer with drawings enough, in their order."""
    writers = {}
    for file in files:
        with (gzip.open if file.endswith(".gz") else open)(file, "rt") as lines:
            for line in lines:
                writers.setdefault(json.loads(line)["writer"], []).append(line)
    return {writer: lines for writer, lines in writers.items() if len(lines) >= LEAST}


def worst_read(models, writers, folder):
    """(writer, lines, the model that has not seen them), worst first."""
    folds = json.loads((ROOT / "trainer/folds.json").read_text())
    fold = {writer: folds.get(writer, folds.get(writer.split("-")[0])) for writer in writers}
    read = []
    for number in sorted(set(fold.values())):
        model = models / f"fold-{number}"
        held = [writer for writer in writers if fold[writer] == number]
        paths = [write(folder / f"{writer}.ndjson", writers[writer]) for writer in held]
        read += zip(evaluate(model, "--drawings", *paths), held, [model] * len(held))
    return [(writer, writers[writer], model) for _, writer, model in sorted(read, key=lambda row: row[:2])[:WRITERS]]


def teach(writer, lines, model, folder):
    first = write(folder / "first.ndjson", lines[:CORRECTIONS])
    rest = write(folder / "rest.ndjson", lines[CORRECTIONS:])
    figures = [evaluate(model, "--drawings", rest, "--data-set", MNIST)]
    for data_set in (["--data-set", MNIST], []):
        trainer("train", "--from", model, "--drawings", first, "--nn", folder / "taught", *data_set)
        figures.append(evaluate(folder / "taught", "--drawings", rest, "--data-set", MNIST))
    before, *after = figures
    cells = [f"{b:.2f} → {a:.2f} %" for taught in after for b, a in zip(before, taught)]
    print(f"| {writer} | {' | '.join(cells)} |", flush=True)


def evaluate(model, *arguments):
    """The accuracy of each file of drawings, then of the test images, in per cent."""
    counts = re.findall(r"^(\d+) / (\d+) = ", trainer("evaluate", "--nn", model, *arguments), re.MULTILINE)
    return [100 * int(right) / int(total) for right, total in counts]


def trainer(*arguments):
    done = subprocess.run([TRAINER, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stdout


def write(path, lines):
    path.write_text("".join(lines))
    return path


main()
