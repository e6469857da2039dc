#!/usr/bin/env bash
# Builds and deploys everything, then asks what is deployed: `STACK=… PARAMETERS="Key=value …" scripts/deploy.sh`.
# `BUILT=1` deploys what `scripts/build.sh` left in .aws-sam/build. The account and the region are those of the AWS
# command line (`aws configure`, or AWS_PROFILE and AWS_REGION).
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/stack.sh

# Credentials, and a stack that can be deployed to: better asked for before minutes of building than after.
connect
state=$(status)
case $state in
    ROLLBACK_COMPLETE | ROLLBACK_FAILED | CREATE_FAILED | DELETE_FAILED)
        stop "The stack $STACK was never whole, and can only be taken away: make undeploy STACK=$STACK, then deploy again." ;;
    UPDATE_FAILED)
        stop "The last change of the stack $STACK stopped halfway: aws cloudformation rollback-stack --stack-name $STACK," \
            "then deploy again." ;;
    UPDATE_ROLLBACK_FAILED)
        stop "The last change of the stack $STACK could not be undone: aws cloudformation continue-update-rollback" \
            "--stack-name $STACK, then deploy again." ;;
    # Only planned so far.
    REVIEW_IN_PROGRESS) state= ;;
    *_IN_PROGRESS)
        stop "The stack $STACK is being changed at this moment: wait for it, then deploy again." ;;
esac

set_parameters
if [ -z "${BUILT:-}" ]; then scripts/build.sh; fi
[ -f .aws-sam/build/template.yaml ] || stop "Nothing is built: scripts/build.sh, or deploy without BUILT."
# A stack that never was whole would stand in the way of the next try; one that was goes back to what it was.
if [ -n "$state" ]; then on_failure=ROLLBACK; else on_failure=DELETE; fi
sam deploy --stack-name "$STACK" --resolve-s3 --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset \
    --no-confirm-changeset --on-failure "$on_failure" --parameter-overrides "${parameters[@]}" || stop \
    "The stack was not deployed; the events above say which resource failed and why. What was there before goes on." \
    "If it was the function's alias, the new version failed the check or its alarm: see the log group of the function."

python3 scripts/upload.py "$(output SiteBucket)"
distribution=$(output DistributionId)
invalidation=$(aws cloudfront create-invalidation --distribution-id "$distribution" --paths "/*" \
    --query Invalidation.Id --output text)
aws cloudfront wait invalidation-completed --distribution-id "$distribution" --id "$invalidation" ||
    stop "CloudFront still hands out the page before this one here and there; deploy again, or wait an hour."

# By CloudFront's own name: a domain of your own may not point there yet.
python3 scripts/smoke.py "https://$(output DistributionDomain)/" ||
    stop "What is deployed does not answer as it should: make rollback STACK=$STACK brings back what was there before."
echo "Draw a digit: $(output SiteUrl)"
[ -n "$(output AlarmEmail)" ] ||
    echo "Nobody hears when it fails or costs more than thought: make deploy PARAMETERS=\"AlarmEmail=you@example.com\""
