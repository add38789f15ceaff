import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { Readiness, ReadinessCheck } from '../observability/readiness.port.js';

/** The end of a server, in order; and the readiness that says no from the moment the end begins. */
export class Shutdown implements Readiness {
  private closing: Promise<void> | null = null;
  /** Connections on which nothing was asked yet, as browsers open them ahead: to Node they do not count as idle. */
  private readonly unused = new Set<Socket>();

  constructor(private readonly engine: Readiness | null) {}

  checks(): readonly ReadinessCheck[] {
    const ready = this.closing === null;
    return [{ name: 'server', ready, ...(ready ? {} : { detail: 'shutting down' }) }, ...(this.engine?.checks() ?? [])];
  }

  /** A kept-alive connection would hold the end up until the client lets go: the last answer asks it to. */
  endConnectionsOf(server: FastifyInstance): void {
    server.server.on('connection', (socket: Socket) => {
      this.unused.add(socket);
      socket.once('close', () => this.unused.delete(socket));
    });
    server.server.on('request', ({ socket }) => this.unused.delete(socket));
    server.addHook('onSend', (_request, reply, _payload, done) => {
      if (this.closing !== null) void reply.header('Connection', 'close');
      done();
    });
  }

  /**
   * No new connection; requests under way finish, streams are ended by their controllers' `onModuleDestroy`; after the
   * grace what is left is cut. Called again it waits for the same end.
   */
  close(application: INestApplication, graceMs: number): Promise<void> {
    this.closing ??= this.closeWithin(application, graceMs);
    return this.closing;
  }

  private async closeWithin(application: INestApplication, graceMs: number): Promise<void> {
    const server = application.getHttpServer() as Server;
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    for (const socket of this.unused) socket.destroy();
    try {
      await application.close();
    } finally {
      clearTimeout(cut);
    }
  }
}
