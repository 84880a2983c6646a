// A process that builds a template and clones it: reports, then keeps its clone until it is killed.
import { cloneDatabase, templateDatabase } from '../template.ts';

const [, , url, fingerprint, mode] = process.argv;
let built = 0;
const template = await templateDatabase(url, fingerprint, async () => {
  built += 1;
  if (mode !== 'hang') return;
  process.send({ building: true });
  await new Promise(() => setInterval(() => undefined, 60_000));
});
const clone = await cloneDatabase(url, template);
process.send({ built, template, clone: new URL(clone.url).pathname.slice(1) });
setInterval(() => undefined, 60_000);
