"""Prints a template as CloudFormation sees it, after SAM's own translator: `translate.py template.yaml`.

Run by the python3 that has SAM.
"""

import json
import sys
from pathlib import Path

import boto3
from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

template = yaml_parse(Path(sys.argv[1]).read_text(encoding="utf-8"))
# `sam deploy` puts the places of the uploaded programs here.
for function in "Estimate", "Check":
    template["Resources"][function]["Properties"]["CodeUri"] = "s3://bucket/program"
translator = Translator({}, Parser(), boto_session=boto3.Session(region_name="eu-central-1"))
json.dump(translator.translate(template, {}), sys.stdout)
