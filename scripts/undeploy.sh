#!/usr/bin/env bash
# Takes away all that `make deploy` made: `STACK=… scripts/undeploy.sh`.
set -euo pipefail

command -v aws >/dev/null || { echo "The AWS command line is missing: https://aws.amazon.com/cli/" >&2; exit 1; }
stack=${STACK:-digit}
bucket=$(aws cloudformation describe-stacks --stack-name "$stack" --output text \
    --query "Stacks[0].Outputs[?OutputKey=='SiteBucket'].OutputValue")
# A bucket has to be empty to be deleted. A stack whose first deployment failed has none.
if [ "$bucket" != None ] && [ -n "$bucket" ]; then aws s3 rm "s3://$bucket" --recursive; fi
sam delete --stack-name "$stack" --no-prompts
