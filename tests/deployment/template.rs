//! `template.yaml`: by the tools of those who know, then what it must say, as CloudFormation gets it from SAM.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use anyhow::{Context, Result, anyhow, ensure};
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
    run("cfn-lint", &["template.yaml", "docs/github-role.yaml"]).map(drop)
}

#[test]
fn checkov_finds_nothing_but_what_is_justified() -> Result<()> {
    let only_this = ["--framework", "cloudformation", "--file", "template.yaml", "docs/github-role.yaml"];
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

/// The template as CloudFormation gets it.
struct Template(Value);

impl Template {
    /// Once for all tests.
    fn translated() -> Result<&'static Self> {
        static TRANSLATED: LazyLock<Result<Template>> = LazyLock::new(Template::translate);
        TRANSLATED.as_ref().map_err(|error| anyhow!("{error:#}"))
    }

    fn translate() -> Result<Self> {
        let python = root().join(".tools/sam/bin/python");
        let python = python.to_str().context("the workspace's path is not UTF-8")?;
        Ok(Self(serde_json::from_slice(&run(python, &["tests/translate.py", "template.yaml"])?)?))
    }

    fn properties(&self, name: &str) -> &Value {
        &self.0["Resources"][name]["Properties"]
    }

    /// Names and properties of every resource of a kind.
    fn of_kind(&self, kind: &str) -> Vec<(&String, &Value)> {
        let resources = self.0["Resources"].as_object().into_iter().flatten();
        resources.filter(|(_, r)| r["Type"] == kind).map(|(name, r)| (name, &r["Properties"])).collect()
    }

    /// The statements of all policies of a role.
    fn statements(&self, role: &str) -> Vec<&Value> {
        let policies = self.properties(role)["Policies"].as_array().into_iter().flatten();
        policies.flat_map(|policy| policy["PolicyDocument"]["Statement"].as_array().into_iter().flatten()).collect()
    }

    fn distribution(&self) -> &Value {
        &self.properties("Distribution")["DistributionConfig"]
    }
}

#[test]
fn nothing_has_to_be_set() -> Result<()> {
    let template = Template::translated()?;
    let parameters = template.0["Parameters"].as_object().context("no parameters")?;
    assert!(parameters.values().all(|parameter| parameter.get("Default").is_some()), "{parameters:?}");
    Ok(())
}

#[test]
fn a_domain_is_a_host_name() -> Result<()> {
    let template = Template::translated()?;
    let pattern = json!({ "pattern": template.0["Parameters"]["DomainName"]["AllowedPattern"] });
    for name in ["", "digit.example.com", "a-1.example.co.jp", "xn--p8jr3f0f.jp"] {
        assert!(jsonschema::is_valid(&pattern, &json!(name)), "{name}");
    }
    let label = "d".repeat(64);
    for name in ["https://digit.example.com", "example", "a_b.example.com", "-a.example.com", "a.example.com/", &label]
    {
        assert!(!jsonschema::is_valid(&pattern, &json!(name)), "{name}");
    }
    Ok(())
}

#[test]
fn the_function_may_write_its_logs_and_nothing_else() -> Result<()> {
    let template = Template::translated()?;
    assert_eq!(template.properties("Estimate")["Role"], json!({ "Fn::GetAtt": ["EstimateRole", "Arn"] }));
    let statement = json!({
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": { "Fn::GetAtt": ["EstimateLogs", "Arn"] }
    });
    assert_eq!(template.statements("EstimateRole"), [&statement]);
    assert_eq!(template.properties("Estimate")["LoggingConfig"]["LogGroup"], json!({ "Ref": "EstimateLogs" }));
    Ok(())
}

/// OPTIONS is no route, so that the API answers a browser's question for permission by itself.
#[test]
fn this_api_alone_calls_the_live_version_by_every_method_but_options() -> Result<()> {
    let template = Template::translated()?;
    let permissions = template.of_kind("AWS::Lambda::Permission");
    for (_, permission) in &permissions {
        assert_eq!(permission["Principal"], "apigateway.amazonaws.com");
        assert_eq!(permission["FunctionName"], json!({ "Ref": "EstimateAliaslive" }));
        let source = &permission["SourceArn"]["Fn::Sub"];
        assert!(source[0].as_str().is_some_and(|arn| arn.contains("${__ApiId__}") && arn.ends_with("/estimate")));
        assert_eq!(source[1]["__ApiId__"], json!({ "Ref": "Api" }));
    }
    assert!(template.of_kind("AWS::Lambda::Url").is_empty());

    let paths = template.properties("Api")["Body"]["paths"].as_object().context("no paths")?;
    assert_eq!(paths.keys().collect::<Vec<_>>(), ["/estimate"]);
    let methods = paths["/estimate"].as_object().context("no methods")?;
    assert_eq!(methods.keys().collect::<Vec<_>>(), ["delete", "get", "head", "patch", "post", "put"]);
    assert_eq!(permissions.len(), methods.len());
    for (method, route) in methods {
        let integration = &route["x-amazon-apigateway-integration"];
        assert_eq!(integration["payloadFormatVersion"], "2.0", "{method}");
        assert!(integration["uri"].to_string().contains("${EstimateAliaslive}"), "{method}");
    }
    Ok(())
}

#[test]
fn a_page_of_the_allowed_origin_may_post_json() -> Result<()> {
    let template = Template::translated()?;
    let cors = &template.properties("Api")["Body"]["x-amazon-apigateway-cors"];
    assert_eq!(cors["allowOrigins"][0]["Fn::If"][0], "HasAllowedOrigin");
    assert_eq!(cors["allowOrigins"][0]["Fn::If"][2], "https://nobody.invalid");
    assert_eq!((&cors["allowMethods"], &cors["allowHeaders"]), (&json!(["POST"]), &json!(["content-type"])));
    Ok(())
}

#[test]
fn a_new_version_is_checked_and_goes_back_when_it_fails() -> Result<()> {
    let template = Template::translated()?;
    let (version, _) = template.of_kind("AWS::Lambda::Version")[0];
    let (alias, live) = template.of_kind("AWS::Lambda::Alias")[0];
    assert_eq!(live["FunctionVersion"], json!({ "Fn::GetAtt": [version, "Version"] }));
    let update = &template.0["Resources"][alias]["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"];
    assert_eq!(update["BeforeAllowTrafficHook"], json!({ "Ref": "Check" }));
    assert_eq!(update["DeploymentGroupName"], json!({ "Ref": "EstimateDeploymentGroup" }));

    let group = template.properties("EstimateDeploymentGroup");
    let canary = json!(["CodeDeployDefault.Lambda${ConfigName}", { "ConfigName": "Canary10Percent5Minutes" }]);
    assert_eq!(group["DeploymentConfigName"]["Fn::Sub"], canary);
    assert_eq!(group["AlarmConfiguration"]["Alarms"], json!([{ "Name": { "Ref": "NewVersionAlarm" } }]));
    assert!(group["AutoRollbackConfiguration"]["Events"].to_string().contains("DEPLOYMENT_STOP_ON_ALARM"));
    let alarm = &template.properties("NewVersionAlarm")["Dimensions"];
    assert_eq!(alarm[2], json!({ "Name": "ExecutedVersion", "Value": { "Fn::GetAtt": [version, "Version"] } }));

    let environment = &template.properties("Check")["Environment"]["Variables"];
    assert_eq!(environment["NEW_VERSION"], json!({ "Ref": version }));
    let secret = &template.properties("Estimate")["Environment"]["Variables"]["ORIGIN_SECRET"];
    assert_eq!(&environment["ORIGIN_SECRET"], secret);
    Ok(())
}

#[test]
fn no_policy_allows_by_a_wildcard() -> Result<()> {
    let template = Template::translated()?;
    let roles = template.of_kind("AWS::IAM::Role");
    assert_eq!(
        roles.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["CheckRole", "EstimateRole", "RolloutRole"]
    );
    let trusts = roles.iter().map(|(_, role)| &role["AssumeRolePolicyDocument"]["Statement"][0]);
    let policies = roles.iter().flat_map(|(name, _)| template.statements(name));
    let bucket =
        template.properties("SitePolicy")["PolicyDocument"]["Statement"].as_array().context("no statements")?;
    let allowed = trusts.chain(policies).chain(bucket).filter(|statement| statement["Effect"] == "Allow");
    let mut everywhere = vec![];
    for statement in allowed {
        for part in ["Action", "Principal"] {
            assert!(!statement[part].to_string().contains('*'), "{statement}");
        }
        if statement["Resource"] == "*" {
            everywhere.push(&statement["Action"]);
        }
    }
    assert_eq!(everywhere, ["cloudwatch:DescribeAlarms"], "it has no narrower resource");
    assert!(roles.iter().all(|(_, role)| role["ManagedPolicyArns"].is_null()));
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
fn estimate_goes_to_the_api_unkept_with_the_secret_and_little_else() -> Result<()> {
    let template = Template::translated()?;
    let behaviors = template.distribution()["CacheBehaviors"].as_array().context("no behaviors")?;
    assert_eq!(behaviors.len(), 1);
    let estimate = &behaviors[0];
    assert_eq!(estimate["PathPattern"], "/estimate");
    assert_eq!(estimate["TargetOriginId"], "api");
    let three_headers = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf";
    assert_eq!(estimate["OriginRequestPolicyId"], three_headers, "AWS's CORS-S3Origin");
    assert_eq!(estimate["AllowedMethods"].as_array().map(Vec::len), Some(7));
    assert_eq!(estimate["ViewerProtocolPolicy"], "https-only");

    // For no time, but with a maximum above none: without it CloudFront neither compresses nor asks for compression.
    assert_eq!((&estimate["CachePolicyId"], &estimate["Compress"]), (&json!({ "Ref": "EstimateCache" }), &json!(true)));
    let cache = &template.properties("EstimateCache")["CachePolicyConfig"];
    assert_eq!((&cache["MinTTL"], &cache["DefaultTTL"], &cache["MaxTTL"]), (&json!(0), &json!(0), &json!(1)));
    let key = &cache["ParametersInCacheKeyAndForwardedToOrigin"];
    assert_eq!((&key["EnableAcceptEncodingBrotli"], &key["EnableAcceptEncodingGzip"]), (&json!(true), &json!(true)));
    for (part, behavior) in [("Cookies", "Cookie"), ("Headers", "Header"), ("QueryStrings", "QueryString")] {
        assert_eq!(key[format!("{part}Config")][format!("{behavior}Behavior")], "none", "{part}");
    }

    let origin = &template.distribution()["Origins"][1];
    assert_eq!(origin["Id"], "api");
    assert_eq!(origin["CustomOriginConfig"]["OriginProtocolPolicy"], "https-only");
    let secret = &template.properties("Estimate")["Environment"]["Variables"]["ORIGIN_SECRET"];
    assert_eq!(secret["Fn::Sub"], "{{resolve:secretsmanager:${OriginSecret}:SecretString}}");
    assert_eq!(origin["OriginCustomHeaders"], json!([{ "HeaderName": "x-origin-secret", "HeaderValue": secret }]));
    assert_eq!(template.properties("OriginSecret")["GenerateSecretString"]["PasswordLength"], 40);

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
    // Only a minimum makes CloudFront keep what tells browsers no-cache.
    assert!(cache["MinTTL"].as_u64().is_some_and(|seconds| seconds >= 86_400));
    let key = &cache["ParametersInCacheKeyAndForwardedToOrigin"];
    assert_eq!((&key["EnableAcceptEncodingBrotli"], &key["EnableAcceptEncodingGzip"]), (&json!(true), &json!(true)));
    let missing = &template.distribution()["CustomErrorResponses"][0];
    assert_eq!((&missing["ErrorCode"], &missing["ResponseCode"]), (&json!(404), &json!(404)));
    let page = missing["ResponsePagePath"].as_str().context("no page for what is missing")?;
    assert!(root().join(format!("site{page}")).is_file(), "{page}");
    // It stands at any path, so that it refers to none beside it.
    let addresses = std::fs::read_to_string(root().join(format!("site{page}")))?;
    assert!(addresses.split("href=\"").skip(1).all(|address| address.starts_with('/')), "{addresses}");
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
fn whoever_is_told_hears_of_failures_slowness_throttles_and_the_bill() -> Result<()> {
    let template = Template::translated()?;
    let alarms = template.of_kind("AWS::CloudWatch::Alarm");
    let of_what = |dimension: &str, reference: &str| json!({ "Name": dimension, "Value": { "Ref": reference } });
    let mut metrics = BTreeMap::new();
    for (name, alarm) in &alarms {
        assert_eq!(alarm["AlarmActions"], json!([{ "Ref": "Alarms" }]), "{name}");
        assert_eq!(alarm["TreatMissingData"], "notBreaching", "{name}");
        metrics.insert(name.as_str(), (alarm["MetricName"].as_str().unwrap_or_default(), &alarm["Dimensions"][0]));
    }
    let function = of_what("FunctionName", "Estimate");
    let api = of_what("ApiId", "Api");
    let expected = [
        ("ErrorAlarm", ("Errors", &function)),
        ("InstancesAlarm", ("Throttles", &function)),
        ("LatencyAlarm", ("Latency", &api)),
        ("NewVersionAlarm", ("Errors", &function)),
        ("ServerErrorAlarm", ("5xx", &api)),
        ("ThrottledAlarm", ("Throttled", &Value::Null)),
    ];
    assert_eq!(metrics, BTreeMap::from(expected));

    // The metric that the API doesn't count comes from its log.
    let filter = template.properties("Throttled");
    assert_eq!(filter["FilterPattern"], "{ $.status = \"429\" }");
    let access = template.properties("ApiApiGatewayDefaultStage")["AccessLogSettings"]["Format"].as_str();
    assert!(access.is_some_and(|format| format.contains(r#""status":"$context.status""#)), "{access:?}");
    let namespace = &filter["MetricTransformations"][0]["MetricNamespace"];
    assert_eq!(namespace, &template.properties("ThrottledAlarm")["Namespace"]);

    for name in ["AlarmSubscription", "Budget"] {
        assert_eq!(template.0["Resources"][name]["Condition"], "HasAlarmEmail");
        assert!(template.properties(name).to_string().contains(r#"{"Ref":"AlarmEmail"}"#), "{name}");
    }
    let limit = &template.properties("Budget")["Budget"]["BudgetLimit"]["Amount"];
    assert_eq!(limit, &json!({ "Ref": "MonthlyBudget" }));
    Ok(())
}

/// The function's own metrics, by the names under which its log has them.
#[test]
fn the_dashboard_shows_what_is_measured() -> Result<()> {
    let template = Template::translated()?;
    let body = &template.properties("Dashboard")["DashboardBody"]["Fn::Sub"];
    let dashboard: Value = serde_json::from_str(body.as_str().context("no body")?)?;
    let widgets = dashboard["widgets"].as_array().context("no widgets")?;
    let shown: Vec<&str> = widgets
        .iter()
        .flat_map(|widget| widget["properties"]["metrics"].as_array().into_iter().flatten())
        .filter(|metric| metric[0] == "Estimate" && metric[2] == "function")
        .filter_map(|metric| metric[1].as_str())
        .collect();
    let log = std::fs::read_to_string(root().join("functions/estimate/src/log.rs"))?;
    assert!(log.contains(r#"namespace: "Estimate""#) && log.contains(r#"dimensions: [["function"]]"#));
    for name in &shown {
        assert!(log.contains(&format!("name: {name:?}")), "{name}");
    }
    assert_eq!(shown, ["answers", "rejected", "confidence", "microseconds"]);
    Ok(())
}

#[test]
fn logs_are_kept_for_as_long_as_is_said_and_names_stay_within_their_limits() -> Result<()> {
    let template = Template::translated()?;
    let groups = template.of_kind("AWS::Logs::LogGroup");
    assert_eq!(groups.len(), 2);
    for (name, group) in groups {
        assert_eq!(group["RetentionInDays"], json!({ "Ref": "LogRetention" }), "{name}");
        let path = group["LogGroupName"]["Fn::Sub"].as_str().context("no name")?;
        assert!(path.starts_with("/aws/vendedlogs/${AWS::StackName}/"), "{path}");
    }
    // 36 characters of the stack's ID, of the 64 that it may have.
    let name = &template.properties("SiteAccess")["OriginAccessControlConfig"]["Name"];
    assert_eq!(name, &json!({ "Fn::Select": [2, { "Fn::Split": ["/", { "Ref": "AWS::StackId" }] }] }));
    Ok(())
}
