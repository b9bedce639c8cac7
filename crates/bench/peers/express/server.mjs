// The peer: multer hands each form's file to multer-s3, which streams it with lib-storage, all with
// their defaults, as their own documentation shows. Options come from the AWS SDK's environment
// variables, S3_BUCKET, PORT (0: any) and MAX_FILE_BYTES (a number).
import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import express from 'express';
import multer from 'multer';
import multerS3 from 'multer-s3';

const maxFileBytes = Number(process.env.MAX_FILE_BYTES ?? 100 * 1024 * 1024);
const canonicalV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const upload = multer({
  limits: { fileSize: maxFileBytes, files: 20 },
  storage: multerS3({
    // Path style, because the sink has one name for all buckets.
    s3: new S3Client({ forcePathStyle: true }),
    bucket: process.env.S3_BUCKET,
    key: (request, file, done) => done(null, `${request.headers['x-session-id']}/${randomUUID()}`),
    contentType: (request, file, done) => done(null, file.mimetype),
    contentDisposition: 'attachment',
    metadata: (request, file, done) => done(null, { name: encodeURIComponent(file.originalname) }),
  }),
});

const app = express();

app.post(
  '/api/v1/files',
  (request, response, next) => {
    if (canonicalV4.test(request.headers['x-session-id'] ?? '')) return next();
    response.status(400).json({ title: 'X-Session-ID must be a UUID v4' });
  },
  upload.array('file'),
  (request, response) => {
    const files = request.files.map(({ key, originalname, size, mimetype }) => {
      return { id: key.split('/')[1], name: originalname, size, content_type: mimetype };
    });
    response.status(201).json({ files });
  },
);

app.get('/health/ready', (request, response) => response.json({ ready: true }));

// Express would print each cut-off visitor's stack; the bench cuts off hundreds.
app.use((error, request, response, next) => {
  if (response.headersSent) return next(error);
  response.status(500).json({ title: 'failed' });
});

const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(`express listens on http://127.0.0.1:${server.address().port}`);
});

process.once('SIGTERM', () => {
  // Cut-off visitors may still hold a connection; a bench does not wait for them.
  setTimeout(() => process.exit(0), 1000).unref();
  server.close(() => process.exit(0));
});
