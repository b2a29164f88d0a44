// Stands in for the browser: logs in at the address and brings the answer to the callback.
import { browse } from './common.mjs';

const address = process.argv.at(-1);
const callback = await browse(address, process.env.INTEROP_USER ?? 'admin@demo.example');
await fetch(callback);
