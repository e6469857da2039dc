#!/usr/bin/env bash
# Takes away all that `make deploy` made, after asking: `STACK=… scripts/undeploy.sh`; `YES=1` doesn't ask.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/stack.sh

connect
state=$(status)
[ -n "$state" ] || stop "There is no stack $STACK in $AWS_REGION."
echo "The stack $STACK in $AWS_REGION goes, with its page, function, address and logs."
if [ "${YES:-}" != 1 ]; then
    read -rp "Its name once more, to say yes: " answer || true
    [ "${answer:-}" = "$STACK" ] || stop "Nothing was taken away."
fi
# A bucket has to be empty to be deleted. A stack that was never whole may have none.
bucket=$(output SiteBucket)
if [ "$bucket" != None ] && [ -n "$bucket" ]; then aws s3 rm "s3://$bucket" --recursive --only-show-errors; fi
sam delete --stack-name "$STACK" --no-prompts
