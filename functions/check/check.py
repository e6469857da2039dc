"""The check: CodeDeploy calls it before a new version of the function gets its first request, and waits for a verdict.

It asks the new version for a known digit, as the API would, with the event of an HTTP request (payload format 2.0).
"""

import json
import os
from pathlib import Path

import boto3

SEVEN = Path(__file__).with_name("seven.json").read_text()


def handler(event, _context):
    """`event` names CodeDeploy's deployment and hook; what is wrong with the new version goes to the log."""
    try:
        wrong = ask(os.environ["NEW_VERSION"], os.environ["ORIGIN_SECRET"])
    except Exception as error:  # Whatever it is: CodeDeploy would wait for an hour.
        wrong = repr(error)
    print(json.dumps({"new_version": os.environ["NEW_VERSION"], "wrong": wrong}))
    boto3.client("codedeploy").put_lifecycle_event_hook_execution_status(
        deploymentId=event["DeploymentId"],
        lifecycleEventHookExecutionId=event["LifecycleEventHookExecutionId"],
        status="Failed" if wrong else "Succeeded",
    )


def ask(version, secret):
    """What is wrong with the answer of this version of the function, or None."""
    request = {
        "version": "2.0",
        "routeKey": "POST /estimate",
        "rawPath": "/estimate",
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "x-origin-secret": secret},
        "requestContext": {"http": {"method": "POST", "path": "/estimate"}},
        "body": SEVEN,
        "isBase64Encoded": False,
    }
    reply = boto3.client("lambda").invoke(FunctionName=version, Payload=json.dumps(request))
    payload = reply["Payload"].read().decode()
    if "FunctionError" in reply:
        return f"it fails: {payload}"
    answer = json.loads(payload)
    if answer["statusCode"] != 200:
        return f"it answers {answer['statusCode']}: {answer['body']}"
    estimated = json.loads(answer["body"])["estimated"]
    return None if estimated == 7 else f"it reads a 7 as {estimated}"
