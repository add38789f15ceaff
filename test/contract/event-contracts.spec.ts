import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';

const FOLDER = 'contracts/events';
const SAMPLES = join(FOLDER, 'samples');

/** As plain text says it, on another way than the generator's: every literal that an event's `type` may be. */
function declaredTypes(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.events.ts'));
  const declarations = files.flatMap((file) => [
    ...readFileSync(join('src', file), 'utf8').matchAll(/^ {2}readonly type: (.+);$/gm),
  ]);
  return declarations.flatMap(([, literals = '']) => [...literals.matchAll(/'(\w+)'/g)].map(([, type = '']) => type));
}

const jsonFiles = (folder: string): string[] => readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const validatorOf = (file: string) =>
  new Ajv({ strict: true, allErrors: true }).compile(read(join(FOLDER, file)) as object);

describe('the contract of events', () => {
  const files = declaredTypes()
    .map((type) => `${type}.v1.json`)
    .sort();

  it('has a schema and a sample of every event type in the code, and of no other', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(jsonFiles(FOLDER).sort()).toEqual(files);
    expect(jsonFiles(SAMPLES).sort()).toEqual(files);
  });

  it.each(files)('%s describes its sample; an unknown field, a missing one or another type is refused', (file) => {
    const validate = validatorOf(file);
    const sample = read(join(SAMPLES, file)) as { type: string; data: Record<string, unknown> };
    validate(sample);
    expect(validate.errors ?? []).toEqual([]);

    const [first = ''] = Object.keys(sample.data);
    const { [first]: _, ...rest } = sample.data;
    const spoilt = [
      { ...sample, data: { ...sample.data, surprise: 1 } },
      { ...sample, data: rest },
      { ...sample, type: 'Something' },
    ];
    expect(spoilt.map((event) => validate(event))).toEqual([false, false, false]);
  });

  it('is what the types in the code say; npm run generate:events writes it', async () => {
    const check = promisify(execFile)(process.execPath, ['test/support/generate-event-schemas.mjs', '--check']);
    await expect(check).resolves.toEqual({ stdout: '', stderr: '' });
  }, 60_000);
});
