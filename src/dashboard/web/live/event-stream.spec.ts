import { describe, expect, it } from '@jest/globals';
import { readMessages, type StreamMessage } from './event-stream.js';

async function read(pieces: readonly string[]): Promise<StreamMessage[]> {
  const bytes = pieces.map((piece) => new TextEncoder().encode(piece));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      bytes.forEach((piece) => controller.enqueue(piece));
      controller.close();
    },
  });
  const messages: StreamMessage[] = [];
  for await (const message of readMessages(body, () => undefined)) messages.push(message);
  return messages;
}

describe('server-sent events from a fetch body', () => {
  it('reads id, event and data, wherever the pieces are cut', async () => {
    const text = 'retry: 1000\n\nid: 7\nevent: view\ndata: {"a":1}\n\n: still here\n\ndata: x\ndata: y\n\n';
    const expected = [
      { id: '7', event: 'view', data: '{"a":1}' },
      { id: null, event: 'message', data: 'x\ny' },
    ];
    expect(await read([text])).toEqual(expected);
    expect(await read([...text])).toEqual(expected);
  });

  it('drops a message that the connection cut off', async () => {
    expect(await read(['id: 1\ndata: whole\n\nid: 2\ndata: ha'])).toEqual([
      { id: '1', event: 'message', data: 'whole' },
    ]);
  });

  it('understands carriage returns', async () => {
    expect(await read(['data: a\r\n\r\n'])).toEqual([{ id: null, event: 'message', data: 'a' }]);
    expect(await read(['data: a\r', '\n\r', '\n'])).toEqual([{ id: null, event: 'message', data: 'a' }]);
  });
});
