"""Times a network by ONNX Runtime and by numpy, an image at a time, on one thread: `inference.py FILE`, an ONNX file.
The first line of the standard input is the images, JSON lists of 784 intensities; for each line after it, prints as
JSON how many µs an image took by each, the median. A convolution isn't numpy's to compute."""

import json
import os
import statistics
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # which numpy reads as it is loaded

import numpy  # noqa: E402
import onnx  # noqa: E402
import onnxruntime  # noqa: E402

file = sys.argv[1]
graph = onnx.load(file).graph
layers = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def by_onnxruntime(image):
    return session.run(None, {"image": image[None]})


def by_numpy(image):
    sums = layers["hidden.weight"] @ image + layers["hidden.bias"]
    logits = layers["output.weight"] @ (1 / (1 + numpy.exp(-sums))) + layers["output.bias"]
    exponentials = numpy.exp(logits - logits.max())
    total = exponentials.sum()
    return exponentials / total, total / (total + numpy.exp(-logits.max()))


def microseconds(forward):
    times = []
    for image in images:
        start = time.perf_counter()
        forward(image)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


ways = {"ONNX Runtime": by_onnxruntime}
if not any(node.op_type == "Conv" for node in graph.node):
    ways["numpy"] = by_numpy
images = numpy.array(json.loads(sys.stdin.readline()), numpy.float32)
for answers in zip(*(forward(images[0]) for forward in ways.values()), strict=True):
    assert all(numpy.allclose(answer, answers[0], atol=1e-5) for answer in answers), answers
for _ in sys.stdin:
    print(json.dumps({way: microseconds(forward) for way, forward in ways.items()}), flush=True)
