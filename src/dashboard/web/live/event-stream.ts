/** One server-sent event; `data` is the text of all its data lines. */
export interface StreamMessage {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

interface Draft {
  id: string | null;
  event: string;
  data: string[];
}
const emptyDraft = (): Draft => ({ id: null, event: 'message', data: [] });

function takeLine(draft: Draft, line: string): void {
  const colon = line.indexOf(':');
  const field = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (field === 'id') draft.id = value;
  else if (field === 'event') draft.event = value;
  else if (field === 'data') draft.data.push(value);
}

/**
 * Server-sent events (HTML Living Standard, section 9.2.6) read from a fetch body, because EventSource can't send an
 * Authorization header. `onBytes` is called for every piece that arrives, heartbeats too.
 */
export async function* readMessages(
  body: ReadableStream<Uint8Array>,
  onBytes: () => void,
): AsyncGenerator<StreamMessage> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let draft = emptyDraft();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    onBytes();
    const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') {
        takeLine(draft, line);
        continue;
      }
      if (draft.data.length > 0) yield { id: draft.id, event: draft.event, data: draft.data.join('\n') };
      draft = emptyDraft();
    }
  }
}
