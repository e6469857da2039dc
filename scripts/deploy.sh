#!/usr/bin/env bash
# Builds and deploys everything, then asks the deployed endpoint: `STACK=… PARAMETERS="Key=value …" scripts/deploy.sh`.
# The account and the region are those of the AWS command line (`aws configure`, or AWS_PROFILE and AWS_REGION).
set -euo pipefail
cd "$(dirname "$0")/.."

command -v aws >/dev/null || { echo "The AWS command line is missing: https://aws.amazon.com/cli/" >&2; exit 1; }
stack=${STACK:-digit}
parameters=${PARAMETERS:-}
case " $parameters " in *" Architecture="*) ;; *) parameters="Architecture=arm64 $parameters" ;; esac
case " $parameters " in
    *" Architecture=arm64 "*) target=aarch64-unknown-linux-gnu ;;
    *) target=x86_64-unknown-linux-gnu ;;
esac
read -ra parameters <<<"$parameters"
if command -v rustup >/dev/null; then rustup target add "$target"; fi

sam build --parameter-overrides "${parameters[@]}"
sam deploy --stack-name "$stack" --resolve-s3 --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset \
    --parameter-overrides "${parameters[@]}"

output() {
    aws cloudformation describe-stacks --stack-name "$stack" --output text \
        --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue"
}

# Browsers ask each time whether a file has changed; CloudFront keeps it until told otherwise. Content types by name:
# what `aws` guesses depends on the machine.
upload() {
    aws s3 sync site "s3://$(output SiteBucket)" --exclude "*" --include "*.$1" \
        --content-type "$2" --cache-control no-cache --delete
}
upload css "text/css; charset=utf-8"
upload js "text/javascript; charset=utf-8"
upload json application/json
upload svg image/svg+xml
upload html "text/html; charset=utf-8"
distribution=$(output DistributionId)
invalidation=$(aws cloudfront create-invalidation --distribution-id "$distribution" --paths "/*" \
    --query Invalidation.Id --output text)
aws cloudfront wait invalidation-completed --distribution-id "$distribution" --id "$invalidation"

# By CloudFront's own name: a domain of your own may not point there yet.
python3 scripts/smoke.py "https://$(output DistributionDomain)/estimate"
echo "Draw a digit: $(output SiteUrl)"
