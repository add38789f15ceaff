/**
 * `npm run generate:rooms`: writes the table of rooms in src/README.md from src/rooms.json.
 * With --check it writes nothing and exits 1 where the two differ.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { roomsTable, withRoomsTable } from './rooms-table.mjs';

const README = 'src/README.md';
const rooms = JSON.parse(readFileSync('src/rooms.json', 'utf8'));
const before = readFileSync(README, 'utf8');
const style = JSON.parse(readFileSync('.prettierrc.json', 'utf8'));
const after = await format(withRoomsTable(before, roomsTable(rooms)), { ...style, parser: 'markdown' });

if (process.argv.includes('--check')) {
  if (after !== before) {
    console.error(`${README} does not show src/rooms.json; run: npm run generate:rooms`);
    process.exitCode = 1;
  }
} else writeFileSync(README, after);
