import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cellsOf, roomsShown, roomsTable, type Room } from '../support/rooms-table.mjs';

const rooms = JSON.parse(readFileSync('src/rooms.json', 'utf8')) as Room[];
const readme = readFileSync('src/README.md', 'utf8');

describe('the order of the rooms', () => {
  it('is what src/README.md shows; npm run generate:rooms writes it', () => {
    expect(roomsShown(readme)).toEqual(cellsOf(roomsTable(rooms)));
  });

  it('names every folder of src, and no other', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rooms.map(({ room }) => room).sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  it('keeps the guide short enough to be read: 150 lines, and every file that it names is there', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(151);
    const named = [...readme.matchAll(/\]\(([\w./-]+)\)/g)].map((match) => `src/${match[1]}`);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });
});
