// A relay to a language model, as tutorials show it: fetch, and its body piped to the response. Nothing is stored.

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express from 'express';

const app = express();
app.use(express.json());

app.post('/chat', async (request, response) => {
  const answer = await fetch(`${process.env.LLM_URL}/chat/completions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ model: process.env.LLM_MODEL, stream: true, messages: [{ role: 'user', content: request.body.message }] }),
  });
  response.type('text/event-stream');
  await pipeline(Readable.fromWeb(answer.body), response);
});

app.get('/health/ready', (request, response) => response.json({ ready: true }));

const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(`express listens on http://127.0.0.1:${server.address().port}`);
});
process.once('SIGTERM', () => process.exit(0));
