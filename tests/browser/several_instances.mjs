// Run by tests/it/instances.rs, which starts the instances and the nginx before them.

import assert from "node:assert/strict";
import * as it from "./support.mjs";

const { ANTEROOM_URL: url, ANTEROOM_INSTANCES: instances, ANTEROOM_MAIL: mail } = process.env;
assert.ok(url && instances && mail, "run by cargo: cargo nextest run instances");

it.journey("“confirmed” shows at once, whichever instance took the link", async (t) => {
  const browser = await it.openBrowser(t);
  const papers = await it.makePapers(browser);
  for (const [index, instance] of instances.split(" ").entries()) {
    const { context, faults } = await it.newVisitor(browser);
    const asked = [];
    context.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    const listening = context.waitForEvent("response", (answer) => answer.url().endsWith("/api/v1/events"));
    const { page, chat } = await it.openChat(context, { url });
    const address = `visitor${index}@example.org`;
    await it.finishIntake(chat, { files: papers, email: address });
    assert.equal((await listening).status(), 200);
    const { link } = await it.until(`a mail to ${address}`, () => it.mailsIn(mail).find(({ to }) => to === address));
    asked.length = 0;
    const clicked = await fetch(instance + new URL(link).pathname, { method: "POST", redirect: "manual" });
    assert.equal(clicked.status, 200);
    await chat.getByRole("heading", { name: "You are confirmed" }).waitFor();
    // Told, not found out by asking; a heartbeat may have fallen into the moment.
    assert.deepEqual(asked.filter((call) => call.includes("/api/v1/") && !call.endsWith("/heartbeat")), []);
    await it.inspect(page, `confirmed by instance ${index + 1}`);
    assert.deepEqual(faults, []);
    await context.close();
  }
});
