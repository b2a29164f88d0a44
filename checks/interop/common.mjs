// What the checks in JavaScript share: the demo org's facts, a person with a browser, a list of results.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const work = process.env.INTEROP_WORK;
export const ready = JSON.parse(readFileSync(join(work, 'ready.json'), 'utf8'));
export const base = ready.base_url;
export const OWN = '3MVG9InteropOwnApp';
export const OWN_SECRET = '4B1DDE40C0DE00000000000000000000000000000000000000000000000000AA';
export const SIGNED = '3MVG9InteropSignedApp';
export const user = (name) => ready.users.find((it) => it.username === name);

let failed = 0;

/** Runs one item and prints how it went. */
export async function item(name, run) {
  try {
    await run();
    console.log(`passed  ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`failed  ${name}: ${String(error.message ?? error).slice(0, 600)}`);
  }
}

export function finish() {
  process.exit(failed);
}

export function assert(truth, what) {
  if (!truth) throw new Error(what);
}

/** Calls the control API. */
export async function control(path, body) {
  const answer = await fetch(`${base}/demo/control/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'Demo-Control': ready.control_token },
    body: body && JSON.stringify(body),
  });
  return answer.json();
}

const unescape = (text) =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Does what a person does in a browser: fills in the login form, allows access. Returns the callback address. */
export async function browse(address, username = 'admin@demo.example') {
  let cookie = '';
  let request = { url: address, init: {} };
  for (let step = 0; step < 12; step += 1) {
    const answer = await fetch(request.url, { redirect: 'manual', ...request.init, headers: { cookie, ...request.init.headers } });
    const set = answer.headers.get('set-cookie');
    if (set) cookie = set.split(';')[0];
    const location = answer.headers.get('location');
    if (location) {
      const next = new URL(location, request.url);
      if (next.host !== new URL(address).host) return next.href;
      request = { url: next.href, init: {} };
      continue;
    }
    const html = await answer.text();
    const form = /<form[^>]*action="([^"]*)"[\s\S]*?<\/form>/.exec(html);
    if (!form) throw new Error(`no form at ${request.url}: ${html.slice(0, 200)}`);
    const fields = new URLSearchParams();
    for (const input of form[0].matchAll(/<input[^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(input[0]);
      const value = /value="([^"]*)"/.exec(input[0]);
      if (name) fields.set(name[1], unescape(value?.[1] ?? ''));
    }
    if (fields.has('pw')) {
      fields.set('username', username);
      fields.set('pw', user(username).password);
    } else {
      fields.set('save', 'Allow');
    }
    const url = new URL(form[1], request.url).href;
    request = {
      url,
      init: { method: 'POST', body: fields.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    };
  }
  throw new Error('too many pages');
}
