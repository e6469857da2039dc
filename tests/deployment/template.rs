//! `template.yaml`: by the tools of those who know, then what it must say, as CloudFormation gets it from SAM.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use page::SECURITY_HEADERS;
use serde_json::{Value, json};
use tests::workspace::{root, tool};

/// What `program` prints.
fn run(program: &str, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = tool(program)?.args(arguments).env("AWS_DEFAULT_REGION", "eu-central-1").output()?;
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{program}: {said}");
    Ok(output.stdout)
}

#[test]
fn sam_validates_it() -> Result<()> {
    run("sam", &["validate", "--lint"]).map(drop)
}

#[test]
fn cfn_lint_finds_nothing() -> Result<()> {
    run("cfn-lint", &["template.yaml"]).map(drop)
}

#[test]
fn checkov_finds_nothing_but_what_is_justified() -> Result<()> {
    let only_this = ["--framework", "cloudformation", "--file", "template.yaml"];
    run("checkov", &[&["--skip-download", "--quiet", "--compact"], &only_this[..]].concat()).map(drop)
}

/// For this machine's own processor, which Rust is sure to build for.
#[test]
fn sam_builds_it() -> Result<()> {
    run("sam", &["build", "--parameter-overrides", "Architecture=x86_64"])?;
    let program = root().join(".aws-sam/build/Estimate/bootstrap");
    ensure!(std::fs::read(program)?.starts_with(b"\x7fELF"), "no program");
    Ok(())
}

/// The resources, by name.
struct Template(Value);

impl Template {
    fn translated() -> Result<Self> {
        let python = root().join(".tools/sam/bin/python");
        let python = python.to_str().context("the workspace's path is not UTF-8")?;
        let mut template: Value = serde_json::from_slice(&run(python, &["tests/translate.py", "template.yaml"])?)?;
        Ok(Self(template["Resources"].take()))
    }

    fn properties(&self, name: &str) -> &Value {
        &self.0[name]["Properties"]
    }

    /// Names and properties of every resource of a kind.
    fn of_kind(&self, kind: &str) -> Vec<(&String, &Value)> {
        let resources = self.0.as_object().into_iter().flatten();
        resources.filter(|(_, r)| r["Type"] == kind).map(|(name, r)| (name, &r["Properties"])).collect()
    }

    fn distribution(&self) -> &Value {
        &self.properties("Distribution")["DistributionConfig"]
    }
}

#[test]
fn the_function_may_write_its_logs_and_nothing_else() -> Result<()> {
    let template = Template::translated()?;
    let roles = template.of_kind("AWS::IAM::Role");
    assert_eq!(roles.len(), 1, "{roles:?}");
    assert_eq!(template.properties("Estimate")["Role"], json!({ "Fn::GetAtt": ["EstimateRole", "Arn"] }));
    assert_eq!(roles[0].1["ManagedPolicyArns"], Value::Null);
    let policies = &roles[0].1["Policies"];
    let statement = json!([{
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": { "Fn::GetAtt": ["EstimateLogs", "Arn"] }
    }]);
    assert_eq!(policies.as_array().map(Vec::len), Some(1));
    assert_eq!(policies[0]["PolicyDocument"]["Statement"], statement);
    assert_eq!(template.properties("Estimate")["LoggingConfig"]["LogGroup"], json!({ "Ref": "EstimateLogs" }));
    Ok(())
}

#[test]
fn this_api_alone_calls_the_function_by_every_method_on_one_path() -> Result<()> {
    let template = Template::translated()?;
    let permissions = template.of_kind("AWS::Lambda::Permission");
    assert_eq!(permissions.len(), 1, "{permissions:?}");
    let permission = permissions[0].1;
    assert_eq!(permission["Principal"], "apigateway.amazonaws.com");
    let source = &permission["SourceArn"]["Fn::Sub"];
    assert!(source[0].as_str().is_some_and(|arn| arn.contains("${__ApiId__}") && arn.ends_with("/*/estimate")));
    assert_eq!(source[1]["__ApiId__"], json!({ "Ref": "Api" }));
    assert!(template.of_kind("AWS::Lambda::Url").is_empty());

    let paths = template.properties("Api")["Body"]["paths"].as_object().context("no paths")?;
    assert_eq!(paths.keys().collect::<Vec<_>>(), ["/estimate"]);
    let methods = paths["/estimate"].as_object().context("no methods")?;
    assert_eq!(methods.keys().collect::<Vec<_>>(), ["x-amazon-apigateway-any-method"]);
    let integration = &methods["x-amazon-apigateway-any-method"]["x-amazon-apigateway-integration"];
    assert_eq!(integration["payloadFormatVersion"], "2.0");
    Ok(())
}

#[test]
fn no_policy_allows_by_a_wildcard() -> Result<()> {
    let template = Template::translated()?;
    let documents = [
        &template.properties("EstimateRole")["AssumeRolePolicyDocument"],
        &template.properties("EstimateRole")["Policies"][0]["PolicyDocument"],
        &template.properties("SitePolicy")["PolicyDocument"],
    ];
    let mut allowed = 0;
    for statement in documents.iter().flat_map(|document| document["Statement"].as_array().expect("statements")) {
        if statement["Effect"] == "Allow" {
            allowed += 1;
            for part in ["Action", "Principal"] {
                assert!(!statement[part].to_string().contains('*'), "{statement}");
            }
            assert_ne!(statement["Resource"], "*");
        }
    }
    assert_eq!(allowed, 4);
    Ok(())
}

#[test]
fn the_bucket_is_read_by_this_distribution_alone() -> Result<()> {
    let template = Template::translated()?;
    let block = template.properties("Site")["PublicAccessBlockConfiguration"].as_object().context("no block")?;
    assert!(block.len() == 4 && block.values().all(|blocked| blocked == true), "{block:?}");

    let policy = template.properties("SitePolicy");
    assert_eq!(policy["Bucket"], json!({ "Ref": "Site" }));
    let statements = policy["PolicyDocument"]["Statement"].as_array().context("no statements")?;
    let distribution = "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}";
    let (allow, deny): (Vec<&Value>, Vec<&Value>) = statements.iter().partition(|s| s["Effect"] == "Allow");
    for statement in &allow {
        assert_eq!(statement["Principal"], json!({ "Service": "cloudfront.amazonaws.com" }));
        let condition = json!({ "StringEquals": { "AWS:SourceArn": { "Fn::Sub": distribution } } });
        assert_eq!(statement["Condition"], condition);
    }
    let actions: Vec<&Value> = allow.iter().map(|statement| &statement["Action"]).collect();
    assert_eq!(actions, ["s3:GetObject", "s3:ListBucket"]);
    // Whoever uploads over TLS is not denied.
    assert_eq!(deny.len(), 1);
    assert_eq!(deny[0]["Condition"], json!({ "Bool": { "aws:SecureTransport": false } }));

    let origin = &template.distribution()["Origins"][0];
    assert_eq!(origin["DomainName"], json!({ "Fn::GetAtt": ["Site", "RegionalDomainName"] }));
    assert_eq!(origin["OriginAccessControlId"], json!({ "Ref": "SiteAccess" }));
    let access = &template.properties("SiteAccess")["OriginAccessControlConfig"];
    assert_eq!((&access["SigningBehavior"], &access["SigningProtocol"]), (&json!("always"), &json!("sigv4")));
    Ok(())
}

#[test]
fn estimate_goes_to_the_api_uncached_and_without_the_host() -> Result<()> {
    let template = Template::translated()?;
    let behaviors = template.distribution()["CacheBehaviors"].as_array().context("no behaviors")?;
    assert_eq!(behaviors.len(), 1);
    let estimate = &behaviors[0];
    assert_eq!(estimate["PathPattern"], "/estimate");
    assert_eq!(estimate["TargetOriginId"], "api");
    assert_eq!(estimate["CachePolicyId"], "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "AWS's CachingDisabled");
    let no_host = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
    assert_eq!(estimate["OriginRequestPolicyId"], no_host, "AWS's AllViewerExceptHostHeader");
    assert_eq!(estimate["AllowedMethods"].as_array().map(Vec::len), Some(7));
    assert_eq!(estimate["ViewerProtocolPolicy"], "https-only");
    let origin = &template.distribution()["Origins"][1];
    assert_eq!(origin["Id"], "api");
    assert_eq!(origin["CustomOriginConfig"]["OriginProtocolPolicy"], "https-only");
    let throttle = &template.properties("ApiApiGatewayDefaultStage")["DefaultRouteSettings"];
    assert_eq!(throttle["ThrottlingRateLimit"], json!({ "Ref": "ThrottleRate" }));
    assert_eq!(throttle["ThrottlingBurstLimit"], json!({ "Ref": "ThrottleBurst" }));
    Ok(())
}

#[test]
fn the_page_is_kept_at_the_edge_and_sent_compressed() -> Result<()> {
    let template = Template::translated()?;
    assert_eq!(template.distribution()["HttpVersion"], "http2and3");
    let page = &template.distribution()["DefaultCacheBehavior"];
    assert_eq!(page["TargetOriginId"], "site");
    assert_eq!(page["ViewerProtocolPolicy"], "redirect-to-https");
    assert_eq!(page["Compress"], true);
    assert_eq!(page["CachePolicyId"], json!({ "Ref": "SiteCache" }));
    let cache = &template.properties("SiteCache")["CachePolicyConfig"];
    // Only a minimum makes CloudFront keep what says no-cache.
    assert!(cache["MinTTL"].as_u64().is_some_and(|seconds| seconds >= 86_400));
    let key = &cache["ParametersInCacheKeyAndForwardedToOrigin"];
    assert_eq!((&key["EnableAcceptEncodingBrotli"], &key["EnableAcceptEncodingGzip"]), (&json!(true), &json!(true)));
    Ok(())
}

#[test]
fn both_are_sent_with_the_headers_that_the_local_page_has() -> Result<()> {
    let template = Template::translated()?;
    for behavior in [&template.distribution()["DefaultCacheBehavior"], &template.distribution()["CacheBehaviors"][0]] {
        assert_eq!(behavior["ResponseHeadersPolicyId"], json!({ "Ref": "SecurityHeaders" }));
    }
    let policy = &template.properties("SecurityHeaders")["ResponseHeadersPolicyConfig"];
    let security = &policy["SecurityHeadersConfig"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let transport = &security["StrictTransportSecurity"];
    assert_eq!(transport["IncludeSubdomains"], true);
    let mut deployed = BTreeMap::from([
        ("content-security-policy".to_owned(), text(&security["ContentSecurityPolicy"]["ContentSecurityPolicy"])),
        (
            "strict-transport-security".to_owned(),
            format!("max-age={}; includeSubDomains", transport["AccessControlMaxAgeSec"]),
        ),
        ("x-frame-options".to_owned(), text(&security["FrameOptions"]["FrameOption"])),
        ("referrer-policy".to_owned(), text(&security["ReferrerPolicy"]["ReferrerPolicy"])),
    ]);
    if security["ContentTypeOptions"]["Override"] == true {
        deployed.insert("x-content-type-options".to_owned(), "nosniff".to_owned());
    }
    for header in policy["CustomHeadersConfig"]["Items"].as_array().into_iter().flatten() {
        deployed.insert(text(&header["Header"]), text(&header["Value"]));
    }
    let local: BTreeMap<String, String> =
        SECURITY_HEADERS.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    assert_eq!(deployed, local);
    Ok(())
}

#[test]
fn failures_and_throttles_raise_an_alarm() -> Result<()> {
    let template = Template::translated()?;
    let alarms = template.of_kind("AWS::CloudWatch::Alarm");
    let metrics: Vec<&Value> = alarms.iter().map(|(_, alarm)| &alarm["MetricName"]).collect();
    assert_eq!(metrics, ["Errors", "Throttles"]);
    for (name, alarm) in alarms {
        assert_eq!(alarm["Dimensions"], json!([{ "Name": "FunctionName", "Value": { "Ref": "Estimate" } }]), "{name}");
    }
    let groups = template.of_kind("AWS::Logs::LogGroup");
    assert_eq!(groups.len(), 2);
    assert!(groups.iter().all(|(_, group)| group["RetentionInDays"] == json!({ "Ref": "LogRetention" })));
    Ok(())
}
