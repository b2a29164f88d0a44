// jsforce, as a program would use it.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { createSign } from 'node:crypto';
import { join } from 'node:path';
import { OWN, OWN_SECRET, SIGNED, assert, base, browse, control, finish, item, ready, user, work } from './common.mjs';

const require = createRequire(join(process.env.INTEROP_PLACE, 'package.json'));
const { Connection, OAuth2 } = require('jsforce');
const ADMIN = 'admin@demo.example';
const redirectUri = 'http://localhost:1717/OauthRedirect';
const own = { loginUrl: base, clientId: OWN, clientSecret: OWN_SECRET, redirectUri };

/** Logs in with the web server flow and returns the connection. */
async function web(settings) {
  const oauth2 = new OAuth2(settings);
  const callback = new URL(await browse(oauth2.getAuthorizationUrl({ scope: 'api id web refresh_token', state: 's' })));
  assert(callback.searchParams.get('state') === 's', callback.href);
  const connection = new Connection({ oauth2 });
  await connection.authorize(callback.searchParams.get('code'));
  return connection;
}

async function sees(connection) {
  const identity = await connection.identity();
  assert(identity.username === ADMIN && identity.organization_id === ready.org_id, JSON.stringify(identity));
  const accounts = await connection.query('SELECT Id, Name FROM Account');
  assert(accounts.totalSize === 3, JSON.stringify(accounts));
}

await item('jsforce web server flow', async () => sees(await web(own)));
await item('jsforce web server flow with PKCE', async () => sees(await web({ ...own, useVerifier: true })));
await item('jsforce refresh, by itself and after a 401', async () => {
  const connection = await web({ ...own, useVerifier: true });
  const before = connection.accessToken;
  let refreshed = 0;
  connection.on('refresh', () => (refreshed += 1));
  await control('expire-access-tokens', { client_id: OWN });
  // The data API first: jsforce refreshes on its 401, not on the 403 of the identity URL.
  await connection.query('SELECT Id FROM Account');
  await sees(connection);
  assert(refreshed === 1 && connection.accessToken !== before, `${refreshed} refreshes`);
  const answer = await connection.oauth2.refreshToken(connection.refreshToken);
  assert(answer.access_token && !answer.refresh_token, JSON.stringify(Object.keys(answer)));
});
await item('jsforce username and password', async () => {
  const connection = new Connection({ oauth2: own });
  const info = await connection.login(ADMIN, user(ADMIN).password + user(ADMIN).security_token);
  assert(info.organizationId === ready.org_id, JSON.stringify(info));
  await sees(connection);
});
await item('jsforce client credentials', async () => {
  const connection = new Connection({ instanceUrl: base, oauth2: own });
  await connection.authorize({ grant_type: 'client_credentials' });
  await sees(connection);
});
await item('jsforce JWT bearer', async () => {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: SIGNED, sub: ADMIN, aud: base, exp: Math.floor(Date.now() / 1000) + 170 };
  const input = `${encode({ alg: 'RS256' })}.${encode(claims)}`;
  const signature = createSign('RSA-SHA256').update(input).sign(readFileSync(join(work, 'app.key')), 'base64url');
  const connection = new Connection({ instanceUrl: base, oauth2: { ...own, clientId: SIGNED, clientSecret: undefined } });
  await connection.authorize({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: `${input}.${signature}` });
  await sees(connection);
});
await item('jsforce SOAP login and logout', async () => {
  const connection = new Connection({ loginUrl: base });
  await connection.login(ADMIN, user(ADMIN).password + user(ADMIN).security_token);
  await sees(connection);
  const { accessToken, instanceUrl } = connection;
  await connection.logout();
  const answer = await fetch(`${instanceUrl}/services/data/v62.0`, { headers: { authorization: `Bearer ${accessToken}` } });
  assert(answer.status === 401, `still ${answer.status}`);
});
await item('jsforce wrong password', async () => {
  const failure = await new Connection({ oauth2: own }).login(ADMIN, 'wrong').catch((error) => error);
  assert(failure.message === 'authentication failure' && failure.name === 'invalid_grant', String(failure));
});
await item('jsforce revoke', async () => {
  const connection = await web(own);
  const { accessToken, refreshToken } = connection;
  await connection.logout(true);
  const answer = await fetch(`${base}/services/oauth2/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });
  assert(answer.status === 403, `still ${answer.status}`);
  const failure = await new OAuth2(own).refreshToken(refreshToken).catch((error) => error);
  assert(failure.message === 'expired access/refresh token', String(failure));
  const again = await new OAuth2(own).revokeToken(refreshToken).catch((error) => error);
  assert(again instanceof Error, 'a dead token was revoked again');
});
finish();
