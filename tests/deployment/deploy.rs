//! What `make deploy` does beside `template.yaml`, from start to end against a local cloud: what is uploaded, in which
//! order, and what is said when something fails; the check of a new version; the questions to the deployed service.

use std::fs;
use std::process::Command;
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use lambda_http::http::Method;
use serde_json::{Value, json};
use tests::browser::with_browser;
use tests::cloud::{Cloud, files_below};
use tests::page::{Pointer, SEVEN_STROKE};
use tests::watch::Watch;
use tests::workspace::{root, tool};
use tokio::task::block_in_place;

const KEEP: &str = "public, max-age=31536000, immutable";

/// The version that a page refers to: its folder, and whether everything that the page refers to is there.
fn version(cloud: &Cloud) -> Result<String> {
    let page = String::from_utf8(cloud.stored("index.html")?.content)?;
    let addresses: Vec<&str> =
        page.split(['"', ' ']).filter(|part| part.ends_with("main.js") || part.ends_with(".css")).collect();
    assert!(addresses.len() >= 2, "{page}");
    let version = addresses[0].split('/').next().context("no version")?.to_owned();
    for address in addresses {
        assert!(address.starts_with(&format!("{version}/")), "{address}");
        cloud.stored(address)?;
    }
    Ok(version)
}

/// The bucket holds the project's site and nothing else but these versions: each file as what the local page says it is,
/// below a version and kept for good, or at the root and asked for each time.
fn is_the_site(cloud: &Cloud, versions: &[&str]) -> Result<()> {
    let site = cloud.project().join("site");
    let newest = versions[0];
    let mut expected = vec!["deployed.txt".to_owned()];
    for file in files_below(&site)? {
        let at_the_root = file.ends_with(".html") || file.ends_with(".json");
        let key = if at_the_root { file.clone() } else { format!("{newest}/{file}") };
        let stored = cloud.stored(&key)?;
        let local = page::respond(&site, &Method::GET, &format!("/{file}"));
        assert_eq!(stored.kind, local.headers()["content-type"].to_str()?, "{key}");
        assert_eq!(stored.cache, if at_the_root { "no-cache" } else { KEEP }, "{key}");
        if file != "index.html" {
            assert_eq!(stored.content, fs::read(site.join(&file))?, "{key}");
        }
        expected.push(key);
    }
    let keys = cloud.keys()?;
    let older = |key: &String| versions[1..].iter().any(|version| key.starts_with(&format!("{version}/")));
    expected.extend(keys.iter().filter(|key| older(key)).cloned());
    expected.sort();
    assert_eq!(keys, expected);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn it_deploys_again_after_failures_rolls_back_and_goes() -> Result<()> {
    let mut cloud = block_in_place(Cloud::start)?;
    let asked = cloud.open_edge().await;
    let deploy = |environment: &[(&str, &str)]| block_in_place(|| cloud.run("deploy.sh", environment));

    // The first time: everything, in this order.
    let (done, said) = deploy(&[])?;
    assert!(done && said.contains("reads a 7 as 7"), "{said}");
    assert!(said.contains("Nobody hears when it fails"), "{said}");
    let calls = block_in_place(|| cloud.calls())?;
    let order = [
        "aws sts get-caller-identity",
        "rustup target add aarch64-unknown-linux-gnu",
        "sam build --parameter-overrides Architecture=arm64 Rollout=Canary10Percent5Minutes",
        "sam deploy --stack-name digit ",
        ".js --only-show-errors",
        "/deployed.txt s3://",
        "/index.html s3://",
        "aws cloudfront create-invalidation --distribution-id E1 --paths /*",
    ];
    let places: Vec<Option<usize>> = order.iter().map(|call| calls.find(call)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} of {calls}");
    assert!(calls.contains(" --on-failure DELETE "), "{calls}");
    let first = block_in_place(|| version(&cloud))?;
    block_in_place(|| is_the_site(&cloud, &[&first]))?;

    with_browser(async |browser| {
        // A second visit asks for the page alone, and hears that it is the same.
        let asked = || std::mem::take(&mut *asked.lock().expect("no thread panicked"));
        let _smoke = asked();
        browser.open(&cloud.address()).await;
        browser.until("return document.readyState", "complete").await;
        let visited = asked();
        assert!(visited.iter().any(|asked| asked.starts_with(&format!("200 /{first}/"))), "{visited:?}");
        browser.open(&cloud.address()).await;
        browser.until("return document.readyState", "complete").await;
        // The icon of the first visit may come late.
        assert_eq!(asked().into_iter().filter(|asked| !asked.ends_with("/icon.svg")).collect::<Vec<_>>(), ["304 /"]);

        // The next version, changed in ways that a comparison of sizes and times doesn't see; one file is gone.
        let site = cloud.project().join("site");
        let main = site.join("main.js");
        let times = fs::metadata(&main).and_then(|file| file.modified()).expect("a time");
        let text = fs::read_to_string(&main).expect("the program");
        fs::write(&main, text.replacen("The page, put together", "The page, put TOGETHER", 1)).expect("a change");
        let unchanged = fs::File::options().write(true).open(&main).and_then(|file| file.set_modified(times));
        unchanged.expect("the old time");
        fs::remove_file(site.join("openapi.json")).expect("a file less");
        block_in_place(|| cloud.put("old.gif").and_then(|()| cloud.put("before/main.js"))).expect("what is left over");
        block_in_place(|| cloud.commit("The second version")).expect("a commit");

        // Whatever fails on the way, the page that was there is whole, and nothing of it is gone.
        for failing in ["s3 cp *.js *", "s3 cp */index.html *"] {
            let (done, said) = deploy(&[("FAIL_ON", failing)]).expect("a deployment");
            assert!(!done && said.contains("What was there before still works"), "{failing}: {said}");
            assert_eq!(block_in_place(|| version(&cloud)).expect("the page"), first, "{failing}");
            assert!(block_in_place(|| cloud.stored("old.gif")).is_ok(), "{failing}");
        }
        let (done, said) = deploy(&[]).expect("a deployment");
        assert!(done, "{said}");
        let calls = block_in_place(|| cloud.calls()).expect("the calls");
        assert!(calls.contains(" --on-failure ROLLBACK ") && !calls.contains(" --on-failure DELETE "), "{calls}");
        let second = block_in_place(|| version(&cloud)).expect("the page");
        assert_ne!(second, first);
        block_in_place(|| is_the_site(&cloud, &[&second, &first])).expect("the site");

        // The page that was open all the while meets the modules that it was made with, the late ones too.
        asked();
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
        browser.reviewable().await;
        let late = asked();
        assert!(late.iter().all(|asked| asked.starts_with(&format!("200 /{first}/"))), "{late:?}");
        assert!(!late.is_empty());
    })
    .await;

    // Back to what was there before, page and function, without the canary.
    block_in_place(|| cloud.calls())?;
    let (done, said) = block_in_place(|| cloud.run("rollback.sh", &[]))?;
    assert!(done && said.contains("The first version"), "{said}");
    assert!(block_in_place(|| cloud.calls())?.contains("Rollout=AllAtOnce"));
    assert_eq!(block_in_place(|| version(&cloud))?, first);

    // All of it goes, once it is said for certain.
    let (done, said) = block_in_place(|| cloud.run("undeploy.sh", &[]))?;
    assert!(!done && said.contains("Nothing was taken away"), "{said}");
    assert!(!block_in_place(|| cloud.keys())?.is_empty());
    let (done, said) = block_in_place(|| cloud.run("undeploy.sh", &[("YES", "1")]))?;
    assert!(done, "{said}");
    assert!(block_in_place(|| cloud.keys())?.is_empty());
    let (done, said) = block_in_place(|| cloud.run("undeploy.sh", &[("YES", "1")]))?;
    assert!(!done && said.contains("There is no stack digit"), "{said}");
    Ok(())
}

/// What would fail after minutes is found out before anything is built, and each stop says what to do.
#[test]
fn it_stops_before_it_builds() -> Result<()> {
    let cloud = Cloud::start()?;
    let check = |environment: &[(&str, &str)], expected: &str| -> Result<()> {
        let (done, said) = cloud.run("deploy.sh", environment)?;
        assert!(!done && said.contains(expected), "{environment:?}: {said}");
        let calls = cloud.calls()?;
        assert!(!calls.contains("sam "), "{environment:?}: {calls}");
        Ok(())
    };
    check(&[("STACK", "my_digit")], "letters, digits and hyphens")?;
    check(&[("STACK", &"d".repeat(65))], "1 to 64")?;
    check(&[("AWS_REGION", "")], "In which region?")?;
    check(&[("FAIL_ON", "sts *")], "aws configure")?;
    check(&[("FAIL_ON", "cloudformation *")], "SlowDown")?;
    for (state, expected) in [
        ("ROLLBACK_COMPLETE", "make undeploy STACK=digit"),
        ("UPDATE_FAILED", "rollback-stack"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback"),
        ("UPDATE_IN_PROGRESS", "wait for it"),
    ] {
        cloud.set_state(state)?;
        check(&[], expected)?;
    }
    cloud.set_state("CREATE_COMPLETE")?;
    let (done, said) = cloud.run("deploy.sh", &[("FAIL_ON", "deploy *")])?;
    assert!(!done && said.contains("What was there before goes on"), "{said}");
    assert!(!cloud.calls()?.contains("aws s3"), "nothing is uploaded");
    let (done, said) = cloud.run("rollback.sh", &[("COMMIT", "0000000")])?;
    assert!(!done && said.contains("There is no commit 0000000"), "{said}");
    Ok(())
}

/// The python3 that has what SAM needs: AWS's library, and YAML.
fn python() -> Result<Command> {
    let python = root().join(".tools/sam/bin/python");
    tool(python.to_str().context("the workspace's path is not UTF-8")?)
}

/// What CodeDeploy is told of a version of the function, by the check as Lambda runs it. `service` stands for Lambda.
async fn verdict(service: &str) -> Result<(String, String)> {
    let told = Arc::new(Mutex::new(Value::Null));
    let tell = async |State(told): State<Arc<Mutex<Value>>>, body: String| {
        *told.lock().expect("no thread panicked") = serde_json::from_str(&body).expect("JSON");
        "{}"
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let codedeploy = format!("http://{}", listener.local_addr()?);
    let router = Router::new().route("/", post(tell)).with_state(told.clone());
    tokio::spawn(async move { axum::serve(listener, router).await.expect("CodeDeploy should answer") });

    let call = "import check; check.handler({'DeploymentId': 'd-1', 'LifecycleEventHookExecutionId': 'h-1'}, None)";
    let output = block_in_place(|| {
        python()?
            .args(["-c", call])
            .current_dir(root().join("functions/check"))
            .envs([("AWS_ENDPOINT_URL_LAMBDA", service), ("AWS_ENDPOINT_URL_CODEDEPLOY", &codedeploy)])
            .envs([("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_REGION", "eu-central-1")])
            .envs([("AWS_DEFAULT_REGION", "eu-central-1"), ("PYTHONDONTWRITEBYTECODE", "1")])
            .envs([("NEW_VERSION", "estimate"), ("ORIGIN_SECRET", "secret")])
            .output()
            .map_err(anyhow::Error::from)
    })?;
    let said = [output.stdout, output.stderr].concat();
    let told = told.lock().expect("no thread panicked").clone();
    assert_eq!((&told["deploymentId"], &told["lifecycleEventHookExecutionId"]), (&json!("d-1"), &json!("h-1")));
    Ok((told["status"].as_str().context("no verdict")?.to_owned(), String::from_utf8_lossy(&said).into_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_is_asked_for_a_known_digit() -> Result<()> {
    let watch = block_in_place(Watch::shared)?;
    let (status, said) = verdict(watch.address()).await?;
    assert_eq!(status, "Succeeded", "{said}");

    // Versions that must not go live.
    for (payload, failed, why) in [
        (json!({ "statusCode": 200, "body": "{\"estimated\":1}" }), false, "it reads a 7 as 1"),
        (json!({ "statusCode": 403, "body": "{\"error\":\"no\"}" }), false, "it answers 403"),
        (json!({ "errorMessage": "no model" }), true, "it fails"),
        (json!("nothing"), false, "TypeError"),
    ] {
        let answer = move || async move {
            let error: &[(&str, &str)] = if failed { &[("x-amz-function-error", "Unhandled")] } else { &[] };
            let headers =
                error.iter().map(|&(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")));
            (headers.collect::<axum::http::HeaderMap>(), payload.to_string())
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let service = format!("http://{}", listener.local_addr()?);
        let router = Router::new().fallback(answer);
        tokio::spawn(async move { axum::serve(listener, router).await.expect("Lambda should answer") });
        let (status, said) = verdict(&service).await?;
        assert_eq!(status, "Failed", "{said}");
        assert!(said.contains(why), "{said}");
    }
    Ok(())
}

/// The workflow as JSON.
fn workflow() -> Result<Value> {
    let convert = "import json, sys, yaml; json.dump(yaml.load(open(sys.argv[1]), yaml.BaseLoader), sys.stdout)";
    let output = python()?.args(["-c", convert, ".github/workflows/deploy.yml"]).output()?;
    serde_json::from_slice(&output.stdout).with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_workflow_builds_where_nothing_may_ask_for_credentials() -> Result<()> {
    let workflow = workflow()?;
    assert_eq!(workflow["permissions"], json!({ "contents": "read" }));
    let jobs = workflow["jobs"].as_object().context("no jobs")?;
    for (name, job) in jobs {
        let may_ask = job["permissions"]["id-token"] == "write";
        assert_eq!(may_ask, name == "deploy", "{name}");
        let steps = job["steps"].as_array().context("no steps")?;
        for step in steps {
            // By commit: a tag may be moved.
            let by_commit = |action: &str| action.split_once('@').is_some_and(|(_, commit)| commit.len() == 40);
            assert!(step["uses"].as_str().is_none_or(by_commit), "{step}");
        }
        let runs: String = steps.iter().filter_map(|step| step["run"].as_str()).collect();
        let compiles = ["cargo", "make build", ".ci/run"].iter().any(|builds| runs.contains(builds));
        assert_eq!(compiles, !may_ask, "{name}: {runs}");
    }
    assert_eq!(jobs["deploy"]["needs"], json!(["test", "build"]));
    for job in ["test", "build"] {
        assert_eq!(jobs[job]["if"], "github.ref == 'refs/heads/main'");
    }
    Ok(())
}

#[test]
fn smoke_asks_page_and_endpoint_for_a_known_digit() -> Result<()> {
    let watch = Watch::shared()?;
    let smoke = |url: &str| -> Result<(bool, String)> {
        let output = tool("python3")?.args(["scripts/smoke.py", "--patience", "0", url]).output()?;
        let said = [output.stdout, output.stderr].concat();
        Ok((output.status.success(), String::from_utf8_lossy(&said).trim().to_owned()))
    };
    let page = format!("{}/", watch.address());
    let endpoint = format!("{page}estimate");
    assert_eq!(smoke(&endpoint)?, (true, format!("{endpoint} reads a 7 as 7")));
    assert_eq!(smoke(&page)?, (true, format!("{page} is the page; {endpoint} reads a 7 as 7")));
    for (wrong, expected) in [
        (format!("{page}openapi.json"), "is not the page"),
        (format!("{page}no/estimate"), "answers 405"),
        ("http://127.0.0.1:1/estimate".to_owned(), "doesn't answer"),
        ("digit.example.com".to_owned(), "Whom to ask?"),
    ] {
        let (right, said) = smoke(&wrong)?;
        assert!(!right && said.contains(expected), "{said}");
    }
    Ok(())
}
