# shellcheck shell=bash
# What the deployment's scripts ask of the stack; sourced by each. Sets STACK, and the region for `aws` and `sam` alike.

stop() {
    echo "$*" >&2
    exit 1
}

STACK=${STACK:-digit}
[[ $STACK =~ ^[A-Za-z][A-Za-z0-9-]{0,63}$ ]] ||
    stop "STACK=$STACK: a stack's name is 1 to 64 letters, digits and hyphens, a letter first."

# PARAMETERS as an array. Two are named each time, since they are of the deployment, not of the stack.
set_parameters() {
    read -ra parameters <<<"${PARAMETERS:-}"
    local named=" ${PARAMETERS:-} "
    [[ $named == *" Architecture="* ]] || parameters+=(Architecture=arm64)
    [[ $named == *" Rollout="* ]] || parameters+=(Rollout=Canary10Percent5Minutes)
}

# Finds the account and the region, or says how to name them.
connect() {
    command -v aws >/dev/null || stop "The AWS command line is missing: make .tools/sam/ready"
    local region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
    [ -n "$region" ] || stop "In which region? aws configure, or AWS_REGION=eu-central-1"
    export AWS_REGION=$region AWS_DEFAULT_REGION=$region
    aws sts get-caller-identity --query Account --output text >/dev/null ||
        stop "AWS takes no credentials from here: aws configure, or AWS_PROFILE=…, or aws sso login"
}

# Nothing when there is no such stack.
status() {
    local answer
    if answer=$(aws cloudformation describe-stacks --stack-name "$STACK" --query "Stacks[0].StackStatus" \
        --output text 2>&1); then
        echo "$answer"
    elif [[ $answer != *"does not exist"* ]]; then
        stop "$answer"
    fi
}

output() {
    aws cloudformation describe-stacks --stack-name "$STACK" --output text \
        --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue"
}
