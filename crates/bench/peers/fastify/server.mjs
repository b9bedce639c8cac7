// The peer: each form's file streams from @fastify/multipart into lib-storage's Upload, both with
// their defaults, as their own documentation shows. Options come from the AWS SDK's environment
// variables, S3_BUCKET, PORT (0: any) and MAX_FILE_BYTES (a number).
import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import multipart from '@fastify/multipart';
import fastify from 'fastify';

const bucket = process.env.S3_BUCKET;
const maxFileBytes = Number(process.env.MAX_FILE_BYTES ?? 100 * 1024 * 1024);
const canonicalV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

// Path style, because the sink has one name for all buckets.
const s3 = new S3Client({ forcePathStyle: true });
const app = fastify();
await app.register(multipart, { limits: { fileSize: maxFileBytes, files: 20 } });

app.post('/api/v1/files', async (request, reply) => {
  const session = request.headers['x-session-id'];
  if (!canonicalV4.test(session ?? '')) {
    return reply.code(400).send({ title: 'X-Session-ID must be a UUID v4' });
  }
  const files = [];
  for await (const part of request.files()) {
    const id = randomUUID();
    const upload = new Upload({
      client: s3,
      params: {
        Bucket: bucket,
        Key: `${session}/${id}`,
        Body: part.file,
        ContentType: part.mimetype,
        ContentDisposition: 'attachment',
        Metadata: { name: encodeURIComponent(part.filename) },
      },
    });
    // Fails when the visitor goes away mid-file, and then aborts what it began (leavePartsOnError).
    await upload.done();
    files.push({ id, name: part.filename, size: part.file.bytesRead, content_type: part.mimetype });
  }
  return reply.code(201).send({ files });
});

app.get('/health/ready', async () => ({ ready: true }));

const address = await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 0) });
console.log(`fastify listens on ${address}`);

process.once('SIGTERM', () => {
  // Cut-off visitors may still hold a connection; a bench does not wait for them.
  setTimeout(() => process.exit(0), 1000).unref();
  void app.close().then(() => process.exit(0));
});
