// The peer: sign-in sessions in PostgreSQL, with express-session and connect-pg-simple as their own documentation shows
// them. Options come from libpq's PG* variables, TOUCH (on, the default: each request moves the session's end; off) and
// PORT (0: any).
import connectPgSimple from 'connect-pg-simple';
import express from 'express';
import session from 'express-session';
import pg from 'pg';

const pool = new pg.Pool({ max: 16 });
const Store = connectPgSimple(session);
const store = new Store({ pool, createTableIfMissing: true, disableTouch: process.env.TOUCH === 'off' });

const app = express();
app.get('/health/ready', (request, response) => response.json({ ready: true }));

app.use(session({
  store,
  secret: 'for the bench alone, thirty-two and more',
  resave: false,
  saveUninitialized: false,
  cookie: { maxAge: 60 * 60 * 1000 },
}));

app.post('/sign-in', express.json(), (request, response) => {
  const { user_id: id, metadata } = request.body;
  request.session.user = { id, metadata };
  request.session.createdAt = new Date().toISOString();
  return response.json({ user_id: id });
});

// A program's question gets the session, a proxy's the headers that it passes on.
app.all('/sessions/validate', (request, response) => {
  const { user, createdAt, cookie } = request.session;
  if (!user) {
    return response.status(401).json({ title: 'Not signed in' });
  }
  response.set({
    'X-User-Id': encodeURIComponent(user.id),
    'X-User-Role': user.metadata.role,
    'X-User-Permissions': user.metadata.permissions.join(','),
    'X-User-Session': '',
    'X-User-Expires': cookie.expires.toISOString(),
  });
  if (request.get('X-Original-URI')) {
    return response.status(204).end();
  }
  return response.json({
    valid: true, user_id: user.id, created_at: createdAt, expires_at: cookie.expires, metadata: user.metadata,
  });
});

const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(`express-session listens on http://127.0.0.1:${server.address().port}`);
});

process.once('SIGTERM', () => {
  setTimeout(() => process.exit(0), 1000).unref();
  server.close(() => void pool.end().then(() => process.exit(0)));
});
