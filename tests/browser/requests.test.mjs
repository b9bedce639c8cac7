// The admin console: requests by mail or telephone, the funnel, and retention.

import assert from "node:assert/strict";
import * as desk from "./desk.mjs";
import * as it from "./support.mjs";

const WAYS = [
  ["desktop", it.DESKTOP],
  ["phone-dark", { ...it.PHONE, colorScheme: "dark", reducedMotion: "reduce" }],
];

const ours = (faults) => faults.filter((fault) => !/status of (401|403|404|422|429)/.test(fault));

const room = async (page, name) => {
  await page.getByRole("navigation", { name: "Desk" }).getByRole("link", { name }).click();
  await page.getByRole("heading", { name, level: 1 }).waitFor();
};

for (const [how, options] of WAYS)
  it.journey(`gdpr_art_12_a_request_from_its_entry_to_its_answer: ${how}`, async (t) => {
    const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
    const password = desk.addStaff(server, "ann@example.org", "privacy");
    const zoe = await desk.leaveSession(server, { email: "zoe@example.org", files: [["lease.pdf", desk.PDF]] });
    const { context, faults } = await it.newVisitor(browser, options);
    const page = await context.newPage();
    await desk.signIn(page, server, "ann@example.org", password);

    await room(page, "Requests");
    await page.getByRole("heading", { name: "No open requests" }).waitFor();
    await desk.look(page, `${how}-requests-none`);

    // What is missing is named, and what was typed stays.
    await page.getByLabel("What is asked for").selectOption({ label: "Erasure" });
    await page.getByLabel("Who asks").fill("Zoë Müller, letter of last week");
    await page.getByLabel("Received on").fill("2019-01-31");
    await page.getByRole("button", { name: "Enter the request" }).click();
    await page.getByRole("alert").waitFor();
    assert.equal(await page.getByLabel("Who asks").inputValue(), "Zoë Müller, letter of last week");
    await desk.look(page, `${how}-requests-wrong`);
    const today = new Date().toISOString().slice(0, 10);
    await page.getByLabel("Received on").fill(today);
    await page.getByRole("button", { name: "Enter the request" }).click();
    await page.getByText("The request is entered.").waitFor();
    await desk.look(page, `${how}-request`);
    const mine = page.url();

    // Others: one late, one nearly due, one closed long ago whose person is no longer kept.
    server.query(`INSERT INTO requests (id, kind, subject, received_on, due_on, closed_at, outcome) VALUES
      (gen_random_uuid(), 'access', 'bob@harbour.example', current_date - 34, current_date - 3, NULL, NULL),
      (gen_random_uuid(), 'withdrawal', 'Telephone call, number ends in 42', current_date - 27, current_date + 4, NULL, NULL),
      (gen_random_uuid(), 'objection', NULL, current_date - 500, current_date - 470, now() - interval '480 days', 'refused')`);
    await room(page, "Requests");
    const rows = page.getByRole("row");
    assert.match(await rows.nth(1).innerText(), /bob@harbour\.example[\s\S]*Overdue by 3 days/);
    assert.match(await rows.nth(2).innerText(), /Telephone call[\s\S]*Due in 4 days/);
    await page.getByText("1 request is overdue.").waitFor();
    await desk.look(page, `${how}-requests`);

    // It takes longer, and the person was told.
    await page.goto(mine);
    await page.getByLabel("Why it takes longer").fill("Many files.\nTwo of us are ill.");
    await page.getByRole("button", { name: "Extend it" }).click();
    await page.getByText("The request is extended by two months.").waitFor();
    await page.getByText("The person was told on").waitFor();
    assert.equal(await page.getByRole("button", { name: "Extend it" }).count(), 0);

    // The erasure, then the answer with its receipt.
    await page.goto(`${server.url}/admin/sessions/${zoe}/erase`);
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Erase for good" }).click();
    await page.getByRole("heading", { name: "Everything is erased" }).waitFor();
    await page.goto(mine);
    await page.getByRole("radio", { name: "Refused" }).check();
    await page.getByRole("button", { name: "Close the request" }).click();
    await page.getByRole("alert").waitFor();
    await desk.look(page, `${how}-request-wrong`);
    await page.getByRole("radio", { name: "Done" }).check();
    const receipt = await page.getByLabel("What proves it").locator("option", { hasText: "Receipt" }).getAttribute("value");
    await page.getByLabel("What proves it").selectOption(receipt);
    await page.getByRole("button", { name: "Close the request" }).click();
    await page.getByText("The request is closed.").waitFor();
    await desk.look(page, `${how}-request-closed`);
    await page.getByRole("link", { name: "The receipt of the erasure" }).click();
    await page.getByRole("heading", { name: "Everything is erased" }).waitFor();
    await room(page, "Requests");
    await page.getByRole("link", { name: "Closed" }).click();
    await page.getByRole("link", { name: "No longer kept" }).waitFor();
    await desk.look(page, `${how}-requests-closed`);
    assert.deepEqual(ours(faults), []);
    assert.equal(server.complaints, "");
  });

for (const [how, options] of WAYS)
  it.journey(`gdpr_art_30_the_record_says_what_is_kept_and_why, and the funnel is empty: ${how}`, async (t) => {
    const env = { COMPLETE_RETENTION: "400d", IP_RETENTION: "14d" };
    const [server, browser] = await Promise.all([it.startServer(t, env), it.openBrowser(t)]);
    const password = desk.addStaff(server, "vic@example.org", "viewer");
    const { context, faults } = await it.newVisitor(browser, { ...options, acceptDownloads: true });
    const page = await context.newPage();
    await desk.signIn(page, server, "vic@example.org", password);
    assert.equal(await page.getByRole("link", { name: "Requests" }).count(), 0);

    await room(page, "Retention");
    await page.getByText("400 days after the confirmation").waitFor();
    const held = server.query("SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%'");
    const shown = await page.getByRole("table").innerText();
    for (const table of held.split(" ")) assert.match(shown, new RegExp(`\\b${table}\\b`));
    await desk.look(page, `${how}-retention`);

    await room(page, "Funnel");
    await page.getByRole("heading", { name: "No visitors" }).waitFor();
    await desk.look(page, `${how}-funnel-none`);
    // 80 days of a made-up office, and today, which is not shown.
    server.query(`INSERT INTO funnel_daily SELECT day, opened, opened * 8 / 10, opened * 5 / 10, opened * 6 / 10, opened * 45 / 100 FROM (
      SELECT (now() AT TIME ZONE 'UTC')::date - n AS day, 20 + (n * 37 % 23) + CASE n % 7 WHEN 0 THEN -14 WHEN 1 THEN -12 ELSE 0 END AS opened
      FROM generate_series(1, 80) AS n) AS made
      UNION ALL SELECT (now() AT TIME ZONE 'UTC')::date, 7777, 0, 0, 0, 0 ON CONFLICT (day) DO UPDATE SET opened = 7777`);
    await page.reload();
    await page.getByRole("img", { name: /Visitors who opened the chat/ }).waitFor();
    assert.equal(await page.getByRole("table").nth(1).getByRole("row").count(), 31);
    assert.ok(!(await page.content()).includes("7777"), "the day that runs is not shown");
    await desk.look(page, `${how}-funnel`);
    await it.shoot(page, `${how}-funnel-whole`, undefined, { fullPage: true });
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download as CSV" }).click()]);
    assert.match(download.suggestedFilename(), /^funnel-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    const csv = (await (await download.createReadStream()).toArray()).join("").trim().split("\r\n");
    assert.equal(csv.length, 31);
    assert.equal(csv[0], "day,opened,named,files,contact,verified,abandoned");
    const [, opened, , , contact, , abandoned] = csv[30].split(",").map(Number);
    assert.equal(abandoned, opened - contact);

    // Many days are shown by the week; more than a year is refused.
    const ago = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel("From", { exact: true }).fill(ago(80));
    await page.getByRole("button", { name: "Show" }).click();
    await page.locator("figcaption", { hasText: "By week" }).waitFor();
    await desk.look(page, `${how}-funnel-weeks`);
    await page.getByLabel("From", { exact: true }).fill(ago(400));
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByRole("alert").getByText("Choose a year at most.").waitFor();
    assert.deepEqual(ours(faults), []);
    assert.equal(server.complaints, "");
  });

it.journey("the public notice shows what is kept, at 320 px too", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  for (const [name, options] of [["notice", it.DESKTOP], ["notice-narrow", { viewport: { width: 320, height: 640 }, colorScheme: "dark" }]]) {
    const { context, faults } = await it.newVisitor(browser, options);
    const page = await context.newPage();
    await page.goto(`${server.url}/privacy`);
    await page.getByRole("heading", { name: "All of it, and for how long" }).scrollIntoViewIfNeeded();
    await desk.look(page, name);
    await it.shoot(page, `${name}-whole`, undefined, { fullPage: true });
    assert.deepEqual(ours(faults), []);
  }
});
