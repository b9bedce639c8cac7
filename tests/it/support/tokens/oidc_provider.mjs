// An OpenID-certified provider with fresh keys at each start. Its clients get access tokens signed as their name says.
import * as jose from "jose";
import { Provider } from "oidc-provider";

const port = Number(process.argv[2]);
const audience = "https://anteroom.example";
const algorithms = ["RS256", "PS256", "ES256", "EdDSA"];

const key = async (alg) => {
  const { privateKey } = await jose.generateKeyPair(alg, { extractable: true, crv: alg === "EdDSA" ? "Ed25519" : undefined });
  return { ...(await jose.exportJWK(privateKey)), kid: `${alg}-${Date.now()}`, alg, use: "sig" };
};

const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks: { keys: await Promise.all(algorithms.map(key)) },
  enabledJWA: { idTokenSigningAlgValues: algorithms },
  clients: algorithms.map((alg) => ({
    client_id: alg,
    client_secret: "x".repeat(40),
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: "client_secret_basic",
  })),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      getResourceServerInfo: (_, resource, client) =>
        resource.endsWith("/opaque")
          ? { scope: "api", accessTokenFormat: "opaque" }
          : { scope: "api", audience, accessTokenTTL: 600, accessTokenFormat: "jwt", jwt: { sign: { alg: client.clientId } } },
    },
  },
});
provider.listen(port, "127.0.0.1");
