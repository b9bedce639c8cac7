// The peer: a contact as five inserts in one transaction, with express and pg as their own documentation
// shows them. The schema is the product's, its triggers and indexes too. Options come from libpq's PG*
// variables and PORT (0: any).
import { createHash, randomUUID } from 'node:crypto';
import express from 'express';
import pg from 'pg';

const canonicalV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const pool = new pg.Pool({ max: 16 });

// The consents' wording, which the evidence points to.
const version = 'bench';
const texts = { personal_data: 'I agree that my data are used.', ai_training: 'I agree to training.' };
const hashes = {};
for (const [purpose, text] of Object.entries(texts)) {
  hashes[purpose] = createHash('sha256').update(text).digest('hex');
  await pool.query(
    'INSERT INTO consent_texts (version, purpose, locale, sha256, text) VALUES ($1, $2, $3, $4, $5)',
    [version, purpose, 'en', hashes[purpose], text],
  );
}

const insertSession = `
  INSERT INTO sessions (id, name, email, state, ip_address, consent_personal_data, consent_ai_training, locale)
  VALUES ($1, $2, $3, 'pending', $4, true, $5, $6)`;
const insertConsent = `
  INSERT INTO consents (session_id, purpose, given, text_version, text_sha256, locale, ip_address)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const insertJob = 'INSERT INTO jobs (id, job, session_id) VALUES ($1, $2, $3)';
const insertLine = 'INSERT INTO audit (actor, action, session_id, detail) VALUES ($1, $2, $3, $4)';

async function store(session, contact, ip) {
  const locale = 'en';
  const training = contact.consent_ai_training;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(insertSession, [session, contact.name, contact.email, ip, training, locale]);
    await client.query(insertConsent, [session, 'personal_data', true, version, hashes.personal_data, locale, ip]);
    await client.query(insertConsent, [session, 'ai_training', training, version, hashes.ai_training, locale, ip]);
    await client.query(insertJob, [randomUUID(), { kind: 'verification_mail', session }, session]);
    await client.query(insertLine, ['visitor', 'session.pending', session, { files: 0, ai_training: training }]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

function isValid(contact) {
  return (
    typeof contact?.name === 'string' && contact.name.length >= 1 && contact.name.length <= 100 &&
    typeof contact.email === 'string' && contact.email.length <= 254 && address.test(contact.email) &&
    contact.consent_personal_data === true && typeof contact.consent_ai_training === 'boolean' &&
    contact.consent_version === version
  );
}

const app = express();

app.put('/api/v1/contact', express.json(), async (request, response) => {
  const session = request.get('X-Session-ID');
  if (!canonicalV4.test(session ?? '')) {
    return response.status(400).json({ title: 'X-Session-ID must be a UUID v4' });
  }
  if (!isValid(request.body)) {
    return response.status(422).json({ title: 'The contact is not valid' });
  }
  await store(session, request.body, request.ip);
  const until = new Date(Date.now() + 48 * 3600 * 1000);
  return response.status(202).json({ state: 'pending', valid_until: until.toISOString() });
});

app.get('/api/v1/consent', (request, response) => response.json({ version, ...texts }));
app.get('/health/ready', (request, response) => response.json({ ready: true }));

const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(`express listens on http://127.0.0.1:${server.address().port}`);
});

process.once('SIGTERM', () => {
  setTimeout(() => process.exit(0), 1000).unref();
  server.close(() => void pool.end().then(() => process.exit(0)));
});
