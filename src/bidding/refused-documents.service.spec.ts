import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../test/support/manual-clock.js';
import { deterministicUuid, parseInstant } from '../kernel/index.js';
import { packedText } from '../market/documents/packed-text.adapter.js';
import type { RefusedMessage } from '../market/index.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import { RefusedDocuments } from './refused-documents.service.js';

const aRefused = (change: Partial<RefusedMessage> = {}): RefusedMessage => ({
  content: '<Thing></Thing>',
  type: null,
  id: null,
  deliveryDay: null,
  reasons: [{ place: '/Thing', rule: 'document-kind', message: 'no document of this market' }],
  answerAs: null,
  isOurs: true,
  ...change,
});
function aDesk() {
  const clock = new ManualClock(parseInstant('2026-01-12T22:59:00Z'));
  const log = new MemoryEventLog(clock);
  return { clock, log, desk: new RefusedDocuments({ log, clock, product: 'FCR-N', keeper: packedText }) };
}
/** Text that no packing makes smaller by much. */
const noise = (uuids: number): string =>
  Array.from({ length: uuids }, (_, index) => deterministicUuid('noise', String(index))).join('');

describe('what is refused', () => {
  it('is filed under the day that it tells, that the carrier tells, or on which it came', async () => {
    const { desk } = aDesk();
    const told = '<R><ReserveBidTimeInterval v="2026-03-28T23:00Z/2026-03-29T22:00Z"/></R>';
    const days = [
      await desk.keep(aRefused({ content: told }), 'tso'),
      await desk.keep(aRefused({ deliveryDay: '2026-02-01' }), 'tso'),
      await desk.keep(aRefused({ deliveryDay: '2026-02-31' }), 'tso'),
    ].map(({ deliveryDay, dayTold }) => [deliveryDay, dayTold]);
    expect(days).toEqual([
      ['2026-03-29', true],
      ['2026-02-01', true],
      ['2026-01-12', false],
    ]);
  });

  it('is written down once, and counted by its first rule', async () => {
    const { desk, log } = aDesk();
    await desk.keep(aRefused(), 'tso');
    await desk.keep(aRefused(), 'tso');
    await desk.keep(aRefused({ id: 'another' }), 'tso');
    expect(log.lastPosition()).toBe(1);
    expect([...desk.refusedSinceStart()]).toEqual([['document-kind', 3]]);
    expect((await desk.latest(1)).map(({ messageId }) => messageId)).toEqual(['another']);
  });

  it('keeps large documents, but no more than an event should hold, and a digest always', async () => {
    const { desk } = aDesk();
    const large = `<R>${'<hour>0.5</hour>'.repeat(300_000)}</R>`;
    const record = await desk.keep(aRefused({ content: large }), 'tso');
    expect([record.withheld, record.bytes]).toEqual([null, large.length]);
    const tooLarge = await desk.keep(aRefused({ content: noise(20_000) }), 'tso');
    expect(tooLarge).toMatchObject({ withheld: 'too-large', packing: null, packed: null, bytes: 720_000 });
    expect(tooLarge.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('says why, but not endlessly', async () => {
    const { desk } = aDesk();
    const reasons = Array.from({ length: 50 }, () => ({ place: 'p'.repeat(900), rule: 'r', message: 'm'.repeat(900) }));
    const record = await desk.keep(aRefused({ reasons }), 'tso');
    expect([record.reasons.length, record.reasonsInAll, record.reasons[0]?.message.length]).toEqual([10, 50, 500]);
  });

  it('keeps nothing of what is somebody else’s but its digest', async () => {
    const { desk } = aDesk();
    expect(await desk.keep(aRefused({ isOurs: false }), 'tso')).toMatchObject({ withheld: 'not-ours', packed: null });
  });
});
