// Prints tokens that are not ours, by a library of others and by hand: {"fine": {name: token}, "bad": {name: token}}.
import { createHmac } from "node:crypto";
import * as jose from "jose";

const secret = new TextEncoder().encode(process.argv[2]);
const now = Math.floor(Date.now() / 1000);
const claims = { sub: "ada", iat: now, exp: now + 600 };

const signed = (body, header = { alg: "HS256", typ: "JWT" }, key = secret) =>
  new jose.SignJWT(body).setProtectedHeader(header).sign(key);
const encoded = (text) => Buffer.from(text).toString("base64url");
const byHand = (header, body) => {
  const text = `${encoded(header)}.${encoded(body)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
};

const json = JSON.stringify(claims);
const good = await signed(claims);
const { privateKey } = await jose.generateKeyPair("RS256");
const encryption = await jose.generateSecret("A256GCM");
const out = {
  fine: {
    plain: good,
    access: await signed(claims, { alg: "HS256", typ: "at+jwt", kid: "of-its-own" }),
    late: await signed({ ...claims, exp: now - 10 }),
    integer: byHand('{"alg":"HS256"}', JSON.stringify({ ...claims, sub: 42 })),
  },
  bad: {
    unsecured: new jose.UnsecuredJWT(claims).encode(),
    expired: await signed({ ...claims, exp: now - 60 }),
    eternal: await signed({ sub: "ada" }),
    "not yet": await signed({ ...claims, nbf: now + 600 }),
    audience: await signed({ ...claims, aud: "others" }),
    nameless: await signed({ exp: now + 600 }),
    "anon key": await signed({ exp: now + 600, role: "anon", iss: "supabase", ref: "abc" }),
    "service key": await signed({ ...claims, role: "service_role" }),
    HS512: await signed(claims, { alg: "HS512" }, new TextEncoder().encode(process.argv[2].repeat(2))),
    "another secret": await signed(claims, { alg: "HS256" }, new TextEncoder().encode("another secret of 32 bytes or more")),
    RS256: await signed(claims, { alg: "RS256" }, privateKey),
    encrypted: await new jose.EncryptJWT(claims).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).encrypt(encryption),
    critical: byHand('{"alg":"HS256","crit":["exp"]}', json),
    "two algorithms": byHand('{"alg":"none","alg":"HS256"}', json),
    "two subjects": byHand('{"alg":"HS256"}', `{"sub":"eve",${json.slice(1)}`),
    "line break": byHand('{"alg":"HS256"}', JSON.stringify({ ...claims, sub: "ada\nX-User-Role: admin" })),
    padded: `${good}=`,
    "trailing dot": `${good}.`,
    unsigned: `${good.slice(0, good.lastIndexOf("."))}.`,
    flattened: JSON.stringify(await new jose.FlattenedSign(Buffer.from(json)).setProtectedHeader({ alg: "HS256" }).sign(secret)),
    large: await signed({ ...claims, x: "x".repeat(9000) }),
  },
};
console.log(JSON.stringify(out));
