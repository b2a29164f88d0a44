// The Salesforce CLI: every command is a process of its own, with a home of its own.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN, OWN_SECRET, SIGNED, assert, base, control, finish, item, ready, work } from './common.mjs';

const here = import.meta.dirname;
const sfPath = join(process.env.INTEROP_PLACE, 'node_modules/@salesforce/cli/bin/run.js');
const opened = join(work, 'opened.txt');

// `open` waits for nobody: the launcher must return at once.
const launcher = join(work, 'browser');
writeFileSync(launcher, `#!/bin/sh\n"${process.execPath}" "${join(here, 'browser.mjs')}" "$@" >>"${work}/browser.log" 2>&1 &\n`);
const noter = join(work, 'noter');
writeFileSync(noter, `#!/bin/sh\nfor last; do :; done\necho "$last" >"${opened}"\n`);
for (const script of [launcher, noter]) chmodSync(script, 0o755);
const paths = join(work, 'path');
mkdirSync(paths);
// Where BROWSER is not honoured, xdg-open is what gets called.
writeFileSync(join(paths, 'xdg-open'), '#!/bin/sh\nexec "$BROWSER" "$@"\n');
chmodSync(join(paths, 'xdg-open'), 0o755);

function sf(home, args, { input, env = {} } = {}) {
  const folder = join(work, `home-${home}`);
  mkdirSync(folder, { recursive: true });
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [sfPath, ...args, '--json'], {
      cwd: folder,
      env: {
        PATH: `${paths}:${process.env.PATH}`,
        HOME: folder,
        INTEROP_WORK: work,
        BROWSER: launcher,
        NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS,
        SF_DISABLE_TELEMETRY: 'true',
        SF_AUTOUPDATE_DISABLE: 'true',
        SF_SKIP_NEW_VERSION_CHECK: 'true',
        SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
        SF_DISABLE_DNS_CHECK: 'true',
        SF_DOMAIN_RETRY: '0',
        SF_WEB_OAUTH_SERVER_TIMEOUT: '60000',
        SF_TEMP_SHOW_SECRETS: 'true',
        ...env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err += data));
    child.stdin.end(input ?? '');
    child.on('close', (code) => {
      let json = {};
      try {
        json = JSON.parse(out.slice(out.indexOf('{')));
      } catch {
        // The caller sees the texts.
      }
      resolve({ code, json, out, err });
    });
  });
}

async function works(home, args, options) {
  const answer = await sf(home, args, options);
  assert(answer.code === 0 && answer.json.status === 0, `exit ${answer.code}: ${answer.json.message ?? answer.out + answer.err}`);
  return answer.json.result;
}

const ADMIN = 'admin@demo.example';
const QUERY = ['data', 'query', '-o', ADMIN, '-q', 'SELECT Id, Name FROM Account'];

await item('sf org login web', async () => {
  const result = await works('web', ['org', 'login', 'web', '-r', base]);
  assert(result.username === ADMIN && result.orgId === ready.org_id, JSON.stringify(result));
  assert(result.instanceUrl === base && result.isDevHub === false, JSON.stringify(result));
});
await item('sf org display', async () => {
  const result = await works('web', ['org', 'display', '-o', ADMIN]);
  assert(result.connectedStatus === 'Connected' && result.id === ready.org_id, JSON.stringify(result));
});
await item('sf org list', async () => {
  const result = await works('web', ['org', 'list']);
  const org = Object.values(result).flat().find((it) => it?.username === ADMIN);
  assert(org?.connectedStatus === 'Connected', JSON.stringify(result));
});
await item('sf org list auth', async () => {
  const result = await works('web', ['org', 'list', 'auth']);
  assert(result[0].oauthMethod === 'web', JSON.stringify(result));
});
await item('sf data query', async () => {
  const result = await works('web', QUERY);
  assert(result.totalSize === 3 && result.records[0].Name, JSON.stringify(result));
});
await item('sf org open', async () => {
  const result = await works('web', ['org', 'open', '-o', ADMIN, '-p', '/lightning/setup/SetupOneHome/home', '-r']);
  const page = await fetch(result.url, { redirect: 'manual' });
  assert(page.status === 302 && page.headers.get('location') === '/lightning/setup/SetupOneHome/home', result.url);
  await works('web', ['org', 'open', '-o', ADMIN], { env: { BROWSER: noter } });
});
await item('refresh after the access token expired', async () => {
  const { expired } = await control('expire-access-tokens', {});
  assert(expired > 0, 'nothing expired');
  assert((await works('web', QUERY)).totalSize === 3, 'no records');
  const { requests } = await control('requests');
  assert(requests.some((it) => it.grant_type === 'refresh_token' && it.status === 200), 'no refresh was sent');
});
await item('sf org auth show-access-token and show-sfdx-auth-url', async () => {
  const token = JSON.stringify(await works('web', ['org', 'auth', 'show-access-token', '-o', ADMIN]));
  assert(token.includes('00D5e0000012ABC!'), token);
  const url = JSON.stringify(await works('web', ['org', 'auth', 'show-sfdx-auth-url', '-o', ADMIN]));
  assert(url.includes('force://PlatformCLI::5Aep861'), url);
});
await item('sf org login web with an own app and its secret', async () => {
  const result = await works('own', ['org', 'login', 'web', '-r', base, '-i', OWN], { input: `${OWN_SECRET}\n` });
  assert(result.username === ADMIN && result.clientId === OWN, JSON.stringify(result));
  await control('expire-access-tokens', {});
  assert((await works('own', QUERY)).totalSize === 3, 'no records after refresh');
});
await item('sf org login jwt', async () => {
  const args = ['org', 'login', 'jwt', '-r', base, '-i', SIGNED, '-f', join(work, 'app.key'), '-o', ADMIN];
  const result = await works('jwt', args);
  assert(result.username === ADMIN && result.orgId === ready.org_id, JSON.stringify(result));
  await control('expire-access-tokens', {});
  assert((await works('jwt', QUERY)).totalSize === 3, 'no records after a new assertion');
});
await item('sf org login access-token', async () => {
  const shown = await works('web', ['org', 'auth', 'show-access-token', '-o', ADMIN]);
  const result = await works('token', ['org', 'login', 'access-token', '-r', base, '-p'], { env: { SF_ACCESS_TOKEN: shown.accessToken ?? shown } });
  assert(result.username === ADMIN, JSON.stringify(result));
  assert((await works('token', QUERY)).totalSize === 3, 'no records');
});
await item('sf org login sfdx-url, over https', async () => {
  const shown = await works('web', ['org', 'auth', 'show-sfdx-auth-url', '-o', ADMIN]);
  const token = /force:\/\/PlatformCLI::([^@]+)@/.exec(JSON.stringify(shown))[1];
  const file = join(work, 'auth-url.txt');
  writeFileSync(file, `force://PlatformCLI::${token}@${new URL(ready.tls_base_url).host}`);
  const result = await works('url', ['org', 'login', 'sfdx-url', '-f', file]);
  assert(result.username === ADMIN && result.instanceUrl === ready.tls_base_url, JSON.stringify(result));
  assert((await works('url', QUERY)).totalSize === 3, 'no records');
});
await item('a user who must not approve the app', async () => {
  const answer = await sf('no', ['org', 'login', 'web', '-r', base, '-i', SIGNED], { input: '\n', env: { INTEROP_USER: 'standard@demo.example' } });
  assert(answer.code !== 0 && /access/i.test(answer.json.message ?? ''), answer.out + answer.err);
});
await item('sf org logout', async () => {
  await works('web', ['org', 'logout', '-o', ADMIN, '-p']);
});
finish();
