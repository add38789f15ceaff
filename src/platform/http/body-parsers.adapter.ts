import type { FastifyInstance } from 'fastify';
import { parseNdjson } from './ndjson.js';

export const BODY_LIMIT_BYTES = 16 * 1024 * 1024;
const NDJSON = /^application\/(x-)?(ndjson|jsonl|json-lines)\b/i;
const XML = /^(application|text)\/xml\b/i;
const CSV = /^text\/csv\b/i;

/**
 * JSON (the server's own parser, which refuses `__proto__`), NDJSON, CSV and XML bodies; every other media type is answered
 * 415. An NDJSON body becomes a list of values in which an `UnreadableLine` stands for each line that is no JSON; a CSV
 * body stays text, an XML body bytes, for the route's own reader.
 */
export function useBodyParsers(server: FastifyInstance): void {
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser(NDJSON, { parseAs: 'string' }, (_request, body, done) => {
    done(null, parseNdjson(body as string));
  });
  server.addContentTypeParser(CSV, { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.addContentTypeParser(XML, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}
