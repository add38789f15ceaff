import 'reflect-metadata';
import type { LoggerService, Provider, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InputError } from './kernel/index.js';
import { RequestIdentity } from './platform/access/request-identity.adapter.js';
import type { TokenVerifier } from './platform/access/index.js';
import { ApiDescription } from './platform/http/api-description.adapter.js';
import { BODY_LIMIT_BYTES, useBodyParsers } from './platform/http/body-parsers.adapter.js';
import { API_PREFIX, HttpModule } from './platform/http/http.module.js';
import { problemOf } from './platform/http/index.js';
import { sendProblem } from './platform/http/problem-filter.adapter.js';
import {
  correlationIdOf,
  refuseBodiesOfStrangers,
  refuseWhatOthersServe,
  useCorrelationId,
  useRequestMetrics,
} from './platform/http/request-hooks.adapter.js';
import { useSecurityHeaders } from './platform/http/security-headers.adapter.js';
import { Shutdown } from './platform/http/shutdown.adapter.js';
import { useStaticFiles } from './platform/http/static-files.adapter.js';
import { SILENT, type Log, type Readiness } from './platform/observability/index.js';
import { Metrics } from './platform/observability/metrics.adapter.js';
import { isLoopback } from './settings-values.js';

export interface HttpServerOptions {
  /** The rooms' controllers, served under `/api/v1`, and the objects they ask for. */
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
  readonly tokens: TokenVerifier;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The demo: an address that others can reach is refused. */
  readonly loopbackOnly?: boolean;
  /** Why a path under `/api/v1` is not served by this process; null when it is. */
  readonly elsewhere?: (path: string) => string | null;
  /** Folder of the built page, served at `/` to anybody. */
  readonly staticDir?: string;
  readonly readiness?: Readiness;
  readonly metrics?: Metrics;
  readonly log?: Log;
  readonly bodyLimitBytes?: number;
}

export interface HttpServer {
  /** `http://127.0.0.1:3000`, with the port that was really taken. */
  readonly url: string;
  /**
   * No new request; those under way finish, streams end; what is left after the grace is cut. Then the caller may stop
   * the engine and close the log.
   */
  close(graceMs?: number): Promise<void>;
}

const DEFAULT_GRACE_MS = 5_000;
/** A sender that takes longer to bring its request is cut. */
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * Builds the HTTP side and listens.
 * @throws InputError for an address that the demo must not take, a port that is taken, or a page that is not built.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { host, port, log = SILENT, metrics = new Metrics() } = options;
  if (options.loopbackOnly === true && !isLoopback(host))
    throw new InputError(`the demo binds to this machine only: ${host} is open to others; use 127.0.0.1`);
  const identity = new RequestIdentity(options.tokens);
  const shutdown = new Shutdown(options.readiness ?? null);
  const app = await NestFactory.create<NestFastifyApplication>(
    HttpModule.with({ ...options, identity, metrics, log, readiness: shutdown }),
    adapter(options.bodyLimitBytes ?? BODY_LIMIT_BYTES),
    { logger: complaintsTo(log), bodyParser: false, abortOnError: false },
  );
  const server = app.getHttpAdapter().getInstance();
  useCorrelationId(server);
  shutdown.endConnectionsOf(server);
  await useSecurityHeaders(server);
  useRequestMetrics(server, metrics, log);
  if (options.elsewhere !== undefined) refuseWhatOthersServe(server, API_PREFIX, options.elsewhere);
  refuseBodiesOfStrangers(server, identity);
  useBodyParsers(server);
  if (options.staticDir !== undefined) useStaticFiles(server, options.staticDir);
  app.get(ApiDescription).describes(app);
  await listen(app, host, port);
  return { url: await app.getUrl(), close: (graceMs = DEFAULT_GRACE_MS) => shutdown.close(app, graceMs) };
}

const adapter = (bodyLimit: number): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: correlationIdOf,
    // What cannot be routed at all, like an address with a broken escape, never reaches the filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(reply, request, problemOf(error)),
    routerOptions: { maxParamLength: 256 },
  });

async function listen(app: NestFastifyApplication, host: string, port: number): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') throw new InputError(`port ${port} on ${host} is taken: choose another with --port`);
    if (code === 'EACCES')
      throw new InputError(`port ${port} needs rights this process lacks: choose one above 1023 with --port`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new InputError(`${host} is no address of this machine`);
    throw error;
  }
}

/** The framework's own lines are wanted when it complains, not when it tells its life. */
const complaintsTo = (log: Log): LoggerService => ({
  log: () => {},
  warn: (message: unknown) => log.warn(String(message)),
  error: (message: unknown) => log.error(String(message)),
  fatal: (message: unknown) => log.error(String(message)),
});
