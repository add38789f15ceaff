import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { isRefusal } from '../../kernel/index.js';
import type { RequestIdentity } from '../access/request-identity.adapter.js';
import { CORRELATION_HEADER } from '../observability/attributes.js';
import type { Log } from '../observability/log.port.js';
import type { Metrics } from '../observability/metrics.adapter.js';
import { Refused, RetryLater } from '../refused.js';

/** The sender's own name for a request, when it can stand in a header and a log line as it is; else a new one. */
export function correlationIdOf(request: IncomingMessage): string {
  const given = request.headers[CORRELATION_HEADER];
  return typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID();
}

export function useCorrelationId(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header(CORRELATION_HEADER, request.id);
    done();
  });
}

/** The body of somebody unknown is never read: all that goes on to the routes without a good token is GET and HEAD. */
export function refuseBodiesOfStrangers(server: FastifyInstance, identity: RequestIdentity): void {
  server.addHook('onRequest', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const user = await identity.of(request);
    if (isRefusal(user)) throw new Refused(user);
  });
}

/** @param elsewhere why a path under the API's prefix is not served here; null when it is. */
export function refuseWhatOthersServe(
  server: FastifyInstance,
  prefix: string,
  elsewhere: (path: string) => string | null,
): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const path = request.url.split('?')[0] ?? '';
    const reason = path.startsWith(`/${prefix}/`) ? elsewhere(path.slice(prefix.length + 1)) : null;
    done(reason === null ? undefined : new RetryLater(503, 'OTHER_ROLE', reason, 5));
  });
}

export function useRequestMetrics(server: FastifyInstance, metrics: Metrics, log: Log): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.observeRequest(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    log.debug('request', {
      method: request.method,
      route,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      correlationId: request.id,
    });
    done();
  });
}
