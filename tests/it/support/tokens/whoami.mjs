// A site whose users are signed in by a cookie (express-session), and a page's call that says who they are. It counts how
// often it is asked.
import express from "express";
import session from "express-session";

const site = express();
let asked = 0;
let broken = false;
site.use(session({ name: "sid", secret: "of the site", resave: false, saveUninitialized: false }));
site.post("/sign-in/:user", (request, response) => {
  request.session.user = { id: Number(request.params.user), name: `User ${request.params.user}`, role: "editor" };
  request.session.save(() => response.sendStatus(204));
});
site.post("/sign-out", (request, response) => request.session.destroy(() => response.sendStatus(204)));
site.post("/break", (_, response) => response.sendStatus((broken = true) && 204));
site.get("/asked", (_, response) => response.json(asked));
site.get("/me", (request, response) => {
  asked += 1;
  if (broken) return response.sendStatus(500);
  // What next-auth answers where no one is signed in; others say null, 401 or 403.
  response.json({ cookies: request.headers.cookie, user: request.session.user });
});
site.listen(Number(process.argv[2]), "127.0.0.1");
