import { fastify, type FastifyInstance } from 'fastify';
import {
  CarrierUnavailable,
  isEdxMessageType,
  isFileId,
  type CarriedMessage,
  type MessageCarrier,
} from '../../market/index.js';

/** The largest document: 2 000 bids are four million characters. */
const BODY_LIMIT = 8_000_000;

export interface OfficeHttpOptions {
  readonly port: number;
  /** What `GET /status` answers. */
  readonly status: () => object;
}

/**
 * The simulator's web face, for clients that have no EDX folder:
 * `POST /messages` with the document as the body and its EDX message type in the header `message-type` (its id in
 * `message-id`, else the document's first mRID) answers 202 once the desk has it, 503 while the line is down;
 * `GET /messages?after=N` lists what the TSO has sent, numbered from 1, so that a client goes on where it stopped;
 * `GET /status` tells the desk's clock and which results nobody has acknowledged. Loopback only.
 */
export class OfficeHttp implements MessageCarrier {
  private readonly sent: CarriedMessage[] = [];
  private listener: ((message: CarriedMessage) => Promise<void>) | null = null;

  private constructor(
    private readonly server: FastifyInstance,
    readonly url: string,
  ) {}

  static async start({ port, status }: OfficeHttpOptions): Promise<OfficeHttp> {
    const server = fastify({ bodyLimit: BODY_LIMIT });
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body));
    server.get('/status', () => status());
    const holder: { face: OfficeHttp | null } = { face: null };
    server.get<{ Querystring: { after?: string } }>('/messages', ({ query }, reply) => {
      const after = Number(query.after ?? 0);
      if (!Number.isInteger(after) || after < 0)
        return reply.code(400).send({ error: 'after must be the number of the last message seen, 0 for none' });
      return reply.send(holder.face?.messagesAfter(after) ?? []);
    });
    server.post('/messages', async ({ headers, body }, reply) => {
      const message = messageOf(headers, body);
      if (typeof message === 'string') return reply.code(400).send({ error: message });
      try {
        await holder.face?.deliver(message);
      } catch (error) {
        if (error instanceof CarrierUnavailable) return reply.code(503).send({ error: error.message });
        throw error;
      }
      return reply.code(202).send({ id: message.id });
    });
    const url = await server.listen({ host: '127.0.0.1', port });
    holder.face = new OfficeHttp(server, url);
    return holder.face;
  }

  send(message: CarriedMessage): Promise<void> {
    this.sent.push(message);
    return Promise.resolve();
  }

  listen(handle: (message: CarriedMessage) => Promise<void>): void {
    this.listener = handle;
  }

  async close(): Promise<void> {
    await this.server.close();
  }

  private messagesAfter(after: number): object[] {
    return this.sent
      .slice(after)
      .map(({ id, type, text }, index) => ({ number: after + index + 1, id, messageType: type, document: text }));
  }

  private async deliver(message: CarriedMessage): Promise<void> {
    if (!this.listener) throw new CarrierUnavailable('the desk is not open yet');
    await this.listener(message);
  }
}

function messageOf(headers: Readonly<Record<string, unknown>>, body: unknown): CarriedMessage | string {
  const type = headers['message-type'];
  if (typeof type !== 'string' || !isEdxMessageType(type))
    return 'the header message-type must name an EDX message type of FI-FCR, like FI-FCR-BID-CIM';
  if (typeof body !== 'string' || body.trim() === '') return 'the body must be the XML document';
  const id = headers['message-id'] ?? /<(?:\w+:)?mRID>\s*([\w.-]{1,60})\s*</.exec(body)?.[1];
  if (typeof id !== 'string' || !isFileId(id))
    return 'the header message-id must name the message: its document has no mRID that could';
  return { id, deliveryDay: null, type, text: body };
}
