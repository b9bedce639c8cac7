// The peer: a session's objects, streamed one after the other into archiver's ZIP, as its documentation
// shows; stored, for they are compressed already. Options come from the AWS SDK's environment
// variables, S3_BUCKET and PORT (0: any).
import { createServer } from 'node:http';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ZipArchive } from 'archiver';

const Bucket = process.env.S3_BUCKET;
// Path style, because the sink has one name for all buckets.
const s3 = new S3Client({ forcePathStyle: true });

async function send(session, response) {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${session}/` }));
  response.writeHead(200, { 'content-type': 'application/zip' });
  const archive = new ZipArchive({ store: true });
  archive.on('error', (error) => response.destroy(error));
  archive.pipe(response);
  for (const { Key } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    // The next object is opened when this one is done, or its connection would idle.
    const through = new Promise((resolve, reject) => Body.once('end', resolve).once('error', reject));
    archive.append(Body, { name: Key.split('/')[1], store: true });
    await through;
  }
  await archive.finalize();
}

const server = createServer((request, response) => {
  if (request.url === '/health/ready') {
    response.setHeader('content-type', 'application/json').end('{"ready":true}');
    return;
  }
  send(request.url.slice('/export/'.length), response).catch((error) => {
    console.error(error.message);
    response.destroy();
  });
});

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(`archiver listens on http://127.0.0.1:${server.address().port}`);
});

process.once('SIGTERM', () => {
  setTimeout(() => process.exit(0), 1000).unref();
  server.close(() => process.exit(0));
});
