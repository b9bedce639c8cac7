//! The same program on external parts: a PostgreSQL server, an S3 emulator, a mail server.

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use serde_json::Value;

use crate::support::client::Visitor;
use crate::support::process::{Program, bucket, command, processes_of};
use crate::support::servers::{LocalStack, MailDev, PostgresServer};
use crate::support::{files, link_in, until};

async fn mail_text(mails: &MailDev, address: &str) -> String {
    until("a mail", async || {
        let to = |mail: &Value| mail["to"][0]["address"] == address;
        mails.messages().await.into_iter().find(to).and_then(|mail| mail["text"].as_str().map(str::to_owned))
    })
    .await
}

#[tokio::test]
async fn localstack_postgresql_and_maildev_carry_a_visit() {
    let (s3, postgres, mails) = tokio::join!(LocalStack::start(), PostgresServer::start(), MailDev::start());
    let client = Client::from_conf(
        aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url(s3.endpoint())
            .region(Region::from_static("eu-central-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
            .force_path_style(true)
            .build(),
    );
    client
        .create_bucket()
        .bucket("intake")
        .create_bucket_configuration(
            aws_sdk_s3::types::CreateBucketConfiguration::builder()
                .location_constraint(aws_sdk_s3::types::BucketLocationConstraint::EuCentral1)
                .build(),
        )
        .send()
        .await
        .expect("a bucket");

    let folder = tempfile::tempdir().expect("a folder");
    let mut start = command(folder.path());
    start
        .env("DATABASE_URL", postgres.url())
        .envs(bucket("intake", s3.endpoint(), "test", "test"))
        .env("SMTP_URL", mails.smtp_url());
    let program = Program::start(start);
    assert!(!program.banner.contains("first account"), "{}", program.banner);
    assert!(!program.banner.contains("embedded") && program.banner.contains("bucket intake"), "{}", program.banner);
    program.client().get("/health/ready").await.ok(200);
    program.client().get("/dev/mail").await.ok(404);

    let visitor = Visitor::new(program.client());
    let (small, large) = (files::pdf(10_000), files::pdf(20_000_000));
    visitor.upload("small.pdf", &small).await.ok(201);
    let id = visitor.upload("large.pdf", &large).await.ok(201).json()["files"][0]["id"].as_str().map(str::to_owned);
    let key = format!("{}/{}", visitor.session, id.expect("an id"));
    let stored = client.get_object().bucket("intake").key(&key).send().await.expect("the object");
    assert_eq!(stored.body.collect().await.expect("its bytes").into_bytes(), large);

    visitor.contact("zoe@example.org").await.ok(202);
    let link = link_in(&mail_text(&mails, "zoe@example.org").await);
    program.client().post(&link).await.ok(200);
    assert_eq!(visitor.open().await.ok(200).json()["state"], "complete");

    let abandoned = Visitor::new(program.client());
    abandoned.upload("gone.pdf", &small).await.ok(201);
    abandoned.discard().await.ok(204);
    until("an empty prefix", async || {
        let page = client.list_objects_v2().bucket("intake").prefix(&abandoned.session).send().await.ok()?;
        page.contents().is_empty().then_some(())
    })
    .await;
    // Nothing embedded was started beside them.
    assert!(processes_of(folder.path()).is_empty());
    assert!(!folder.path().join("objects").exists() && !folder.path().join("mail").exists());
}
