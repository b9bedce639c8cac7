// socket.io-client, as a page of others uses it: prints each event as a line of JSON.
//   node socket_io_client.mjs ADDRESS TOKEN [TRANSPORT]
import { io } from "socket.io-client";

const [address, token, transport] = process.argv.slice(2);
const socket = io(address, { auth: { token }, ...(transport && { transports: [transport] }), reconnection: false });
const say = (name, data) => console.log(JSON.stringify({ name, data }));
socket.on("connect", () => say("connect", null));
socket.on("connect_error", (error) => {
  say("connect_error", error.message);
  process.exit(0);
});
socket.on("disconnect", (why) => say("disconnect", why));
socket.onAny(say);
