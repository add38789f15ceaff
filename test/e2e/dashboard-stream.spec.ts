import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LiveStream } from '../../src/dashboard/api/live-stream.adapter.js';
import { SectionFeed } from '../../src/dashboard/api/section-feed.js';
import { DashboardFixture } from '../support/dashboard-fixture.js';

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('the live stream over HTTP', () => {
  let fixture: DashboardFixture;
  let stream: LiveStream;
  let server: Server;
  const open = async (options: ConstructorParameters<typeof LiveStream>[1]): Promise<void> => {
    stream = new LiveStream(new SectionFeed(fixture), options);
    server = createServer((message, response) => {
      const last = message.headers['last-event-id'];
      stream.open(response, last === undefined ? null : Number(last));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  };
  const connect = async (lastEventId?: number): Promise<IncomingMessage> => {
    const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
    const sent = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', headers, agent: false });
    sent.on('error', () => undefined);
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.on('error', () => undefined);
    return response;
  };
  const textOf = (response: IncomingMessage): (() => string) => {
    let text = '';
    response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    return () => text;
  };

  beforeEach(() => {
    fixture = new DashboardFixture();
  });
  afterEach(async () => {
    stream.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('sends the whole view, then changes, then heartbeats', async () => {
    await open({ tickMs: 10, heartbeatMs: 30 });
    const text = textOf(await connect());
    await until(() => text().includes('"sessions"') && text().includes('"live"'));
    fixture.halted = true;
    await until(() => text().includes('"tradingHalted":true'));
    await until(() => text().includes(': still here'));
    expect(text().match(/"sessions"/g)).toHaveLength(1);
  });

  it('resumes after the position that a reader names', async () => {
    await open({ tickMs: 10 });
    const first = textOf(await connect());
    await until(() => first().includes('id: '));
    const held = fixture.position();
    fixture.pass(1);
    await until(() => first().includes(`id: ${held + 1}`));
    const resumed = textOf(await connect(held + 1));
    await until(() => resumed().includes('data: '));
    // Figures of an hour's pieces are not sent a second time: only what may have changed at that very position.
    expect(resumed()).not.toContain('"frequency":[{');
  });

  it('drops a reader that does not read, and serves the others', async () => {
    await open({ tickMs: 5, slowReaderMs: 60 });
    const slow = await connect();
    slow.pause();
    let dropped = false;
    slow.on('close', () => (dropped = true));
    const quick = textOf(await connect());
    await until(() => {
      fixture.empty = !fixture.empty;
      return stream.readerCount === 1;
    });
    slow.resume();
    await until(() => dropped);
    const before = quick().length;
    fixture.halted = true;
    await until(() => quick().length > before && quick().includes('"tradingHalted":true'));
  });

  it('takes no more readers than it has places for', async () => {
    await open({ maximumReaders: 1 });
    await connect();
    expect(stream.isFull).toBe(true);
  });
});
