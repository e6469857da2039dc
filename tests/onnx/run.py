"""Checks an ONNX file by ONNX's own checker, and runs it on the images of the standard input, JSON lists of 784
intensities: `run.py FILE`. Prints, as JSON, its outputs for all at once, those for the first alone, and what the file
says of itself."""

import json
import sys

import numpy
import onnx
import onnxruntime

file = sys.argv[1]
model = onnx.load(file)
onnx.checker.check_model(model, full_check=True)
session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
images = numpy.array(json.load(sys.stdin), numpy.float32)


def run(images):
    return [output.tolist() for output in session.run(["probabilities", "confidence"], {"image": images})]


told = {
    "all": run(images),
    "first": run(images[:1]),
    "inputs": [value.shape for value in session.get_inputs()],
    "outputs": [value.shape for value in session.get_outputs()],
    "opset": [[entry.domain, entry.version] for entry in model.opset_import],
    "producer": [model.producer_name, model.producer_version],
    "metadata": session.get_modelmeta().custom_metadata_map,
    "operators": [node.op_type for node in model.graph.node],
}
json.dump(told, sys.stdout)
