import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { InputError } from '../../kernel/index.js';

const PAGE = 'index.html';
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * Serves a built page and its assets at `/`, to anybody: they hold no data. The files are few and small, so they are
 * read once at start and each is a route of its own: no path that a request names is ever looked up on the disk.
 * @throws InputError when the folder holds no page.
 */
export function useStaticFiles(server: FastifyInstance, folder: string): void {
  if (!existsSync(join(folder, PAGE)))
    throw new InputError(`no page at ${join(folder, PAGE)}: run npm run build first`);
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || MEDIA_TYPES[extname(file.name)] === undefined) continue;
    const path = join(file.parentPath, file.name);
    const name = relative(folder, path).split(sep).join('/');
    const answer = answerWith(readFileSync(path), name);
    server.get(`/${name}`, answer);
    if (name === PAGE) server.get('/', answer);
  }
}

function answerWith(content: Buffer, name: string): (request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  const etag = `"${createHash('sha256').update(content).digest('base64url')}"`;
  // The build puts a digest of the content into the names of assets, not into the page's own.
  const caching = /-[\w-]{8,}\.\w+$/.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache';
  const mediaType = MEDIA_TYPES[extname(name)] ?? 'application/octet-stream';
  return (request, reply) => {
    void reply.headers({ etag, 'cache-control': caching });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type(mediaType).send(content);
  };
}
