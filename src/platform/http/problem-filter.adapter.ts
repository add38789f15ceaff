import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../observability/log.port.js';
import { problemOf, type Problem } from './problem.js';

export const HTTP_LOG = Symbol('HttpLog');

/** Answers every error of every route as problem details (RFC 9457), and logs what the operator should know. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(HTTP_LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const problem = problemOf(error);
    this.report(error, problem, request);
    sendProblem(http.getResponse<FastifyReply>(), request, problem);
  }

  private report(error: unknown, problem: Problem, request: FastifyRequest): void {
    const fields = { code: problem.code, method: request.method, path: pathOf(request), correlationId: request.id };
    if (problem.status >= 500 && problem.code === 'INTERNAL')
      this.log.error('request failed', { ...fields, reason: reasonOf(error) });
    else if (problem.status === 403) this.log.warn('request not allowed', fields);
    else this.log.debug('request refused', { ...fields, detail: problem.detail });
  }
}

/** Once the head is out nothing can be said any more: the connection is cut, so that half an answer is not taken for all. */
export function sendProblem(reply: FastifyReply, request: FastifyRequest, problem: Problem): void {
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  if (problem.status === 401) void reply.header('WWW-Authenticate', challenge(problem));
  if (problem.retryAfterSeconds !== undefined) void reply.header('Retry-After', String(problem.retryAfterSeconds));
  // No query string: it may hold what the reader of a log should not see.
  const body = JSON.stringify({ ...problem, instance: pathOf(request), correlationId: request.id });
  void reply.status(problem.status).header('Content-Type', 'application/problem+json; charset=utf-8').send(body);
}

/** RFC 6750, section 3: a request without a token gets no error code, a bad token does. */
const challenge = ({ code, detail }: Problem): string =>
  code === 'TOKEN_MISSING'
    ? 'Bearer realm="backfeed"'
    : `Bearer realm="backfeed", error="invalid_token", error_description="${detail.replaceAll(/[^ !#-[\]-~]/g, "'")}"`;

const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? '/';

const reasonOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
