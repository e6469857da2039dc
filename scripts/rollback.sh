#!/usr/bin/env bash
# Deploys what was deployed before, function, page and template alike: `STACK=… scripts/rollback.sh`, or any commit:
# `COMMIT=…`. Moving the function's alias back by hand would be quicker, but CodeDeploy refuses every later deployment
# when the alias is not where the last one left it (https://github.com/aws/serverless-application-model/issues/291).
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/stack.sh

connect
if [ -z "${COMMIT:-}" ]; then
    bucket=$(output SiteBucket 2>/dev/null || true)
    [ -n "$bucket" ] || stop "There is no stack $STACK with a page to go back from. STACK=… names another."
    deployed=$(aws s3 cp "s3://$bucket/deployed.txt" -) ||
        stop "What was deployed before can't be read. Any commit can be deployed: make rollback COMMIT=…"
    COMMIT=$(awk 'NR == 1 { last = $1 } $1 != last { print $1; exit }' <<<"$deployed")
    [ -n "$COMMIT" ] || stop "Nothing was deployed before what is there now. Any commit can be: make rollback COMMIT=…"
fi
[[ $COMMIT != *+changes && $COMMIT != unknown ]] ||
    stop "What was there before was deployed from files that no commit has. make rollback COMMIT=… takes one."
git cat-file -e "$COMMIT^{commit}" 2>/dev/null || stop "There is no commit $COMMIT here: git fetch --unshallow, perhaps?"

folder=$(mktemp -d)
trap 'git worktree remove --force "$folder"' EXIT
git worktree add --quiet --detach "$folder" "$COMMIT"
echo "Deploying $(git -C "$folder" log -1 --format='%h, %s (%cs)')"
# At once: it has proved itself, and what is there now is no good.
PARAMETERS="Rollout=AllAtOnce ${PARAMETERS:-}" BUILT='' "$folder/scripts/deploy.sh"
