//! Credentials of the object store from a profile of the AWS tools. The store checks each signature.

use std::process::Command;

use super::Site;
use crate::support::client::Visitor;
use crate::support::process::Program;

/// The program's command with this profile in place of keys.
fn with_profile(site: &Site, lines: &str) -> Command {
    let file = site.folder.path().join("profiles");
    std::fs::write(&file, format!("[profile files]\n{lines}\n")).expect("a file");
    let mut start = site.command();
    start.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
    start.env("AWS_CONFIG_FILE", file).env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null").env("AWS_PROFILE", "files");
    start
}

/// A profile whose process prints this secret, and notes that it was asked.
fn process(site: &Site, secret: &str) -> String {
    let folder = site.folder.path().display();
    let text = serde_json::json!({
        "Version": 1,
        "AccessKeyId": site.s3.access_key,
        "SecretAccessKey": secret,
        "Expiration": "2100-01-01T00:00:00Z",
    });
    std::fs::write(site.folder.path().join("credentials.json"), text.to_string()).expect("a file");
    format!("credential_process = echo asked >> '{folder}/asked'; cat '{folder}/credentials.json'")
}

async fn check(mut command: Command) -> (bool, String) {
    let output = tokio::task::spawn_blocking(move || command.arg("check").output()).await.expect("a task");
    let output = output.expect("an answer");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_s_process_provides_them() {
    let site = Site::start().await;
    let (is_fine, said) = check(with_profile(&site, &process(&site, &site.s3.secret_key))).await;
    assert!(is_fine, "{said}");
    let program = Program::start(with_profile(&site, &process(&site, &site.s3.secret_key)));
    let asked = || std::fs::read_to_string(site.folder.path().join("asked")).expect("a file").lines().count();
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    let once = asked();
    visitor.upload_pdf().await;
    visitor.contact("zoe@example.org").await.ok(202);
    // They are valid for long, so the process is not run for each call.
    assert_eq!((site.keys_of(&visitor).len(), asked()), (2, once));

    let (is_fine, said) = check(with_profile(&site, &process(&site, "another"))).await;
    assert!(!is_fine && said.contains("HeadBucket answered 403"), "{said}");
    let failing = "credential_process = echo 'the sign-in has expired' >&2; false";
    let (is_fine, said) = check(with_profile(&site, failing)).await;
    assert!(!is_fine && said.contains("the sign-in has expired"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_of_sso_is_told_how_to_provide_them() {
    let site = Site::start().await;
    let lines = "sso_start_url = https://company.example/start\nsso_region = eu-central-1\n\
                 sso_account_id = 123456789012\nsso_role_name = Files";
    let remedy = "credential_process = aws configure export-credentials --profile … --format process";
    let (is_fine, said) = check(with_profile(&site, lines)).await;
    assert!(!is_fine && said.contains(remedy), "{said}");
    // The SDK forgets the cause after it has named it once.
    let program = Program::start(with_profile(&site, lines));
    let visitor = Visitor::new(program.client());
    visitor.upload("a.pdf", &crate::support::files::pdf(1000)).await.refused(503, "unavailable");
    let log = program.log();
    let of_upload = log.lines().find(|line| line.contains("cannot address the bucket")).unwrap_or_default();
    assert!(log.contains(remedy) && of_upload.contains("`anteroom check` says why"), "{log}");
}
