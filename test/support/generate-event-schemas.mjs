/**
 * `npm run generate:events`: writes contracts/events/<Type>.v1.json from the types in src, one file per event type.
 * With --check it writes nothing and exits 1 where a file differs, is missing, or belongs to no event.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { eventSchema } from './event-schema.mjs';
import { readEventTypes } from './event-types.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = join(root, 'contracts/events');
const style = { ...JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8')), parser: 'json' };

const code = readEventTypes(root);
const wanted = new Map();
for (const event of code.events)
  wanted.set(`${event.name}.v1.json`, await format(JSON.stringify(eventSchema(code, event)), style));

const present = new Set(readdirSync(folder).filter((file) => file.endsWith('.json')));
const textOf = (file) => (present.has(file) ? readFileSync(join(folder, file), 'utf8') : null);
const differing = [...wanted].filter(([file, text]) => textOf(file) !== text).map(([file]) => file);
const orphans = [...present].filter((file) => !wanted.has(file));

if (process.argv.includes('--check')) {
  for (const file of differing)
    console.error(`contracts/events/${file} differs from the code; npm run generate:events`);
  for (const file of orphans) console.error(`contracts/events/${file} belongs to no event type of the code`);
  if (differing.length + orphans.length > 0) process.exitCode = 1;
} else {
  for (const file of differing) writeFileSync(join(folder, file), wanted.get(file));
  console.log(`${wanted.size} event types, ${differing.length} files written`);
  for (const file of orphans) console.error(`contracts/events/${file} belongs to no event type of the code`);
}
