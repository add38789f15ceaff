import { expect, it } from '@jest/globals';
import { BusUnavailable } from '../../src/platform/messaging/index.js';
import { BROKER_USER } from '../support/kafka/broker.mjs';
import { Offsets } from '../support/kafka/offsets.js';
import { connectTo, describeWithBroker } from '../support/kafka/with-broker.js';
import { until } from '../support/until.js';

const sasl = { mechanism: 'scram-sha-512', ...BROKER_USER } as const;

describeWithBroker('the connection to Apache Kafka', (broker) => {
  it.each([
    ['SCRAM over TLS', () => ({ brokers: broker().secureBrokers, tls: { caPem: broker().caPem }, sasl })],
    ['SCRAM in the clear', () => ({ brokers: broker().saslBrokers, sasl })],
  ])('signs in by %s and brings a message over', async (name, options) => {
    const topic = `connection.${name.replaceAll(' ', '-')}`;
    const bus = await connectTo(broker(), [topic], options());
    const seen: string[] = [];
    await bus.consume({
      topic,
      group: 'g',
      handle: (batch) => Promise.resolve(batch.map(({ value }) => seen.push(value ?? '')) && []),
      onFailure: (error) => seen.push(String(error)),
    });
    await bus.publish(topic, [{ id: 'm', key: 'k', value: '"over"' }]);
    await until(() => seen.length > 0);
    expect(seen).toEqual(['"over"']);
    await bus.close();
  });

  it('is refused with a wrong password', async () => {
    const wrong = { brokers: broker().saslBrokers, sasl: { ...sasl, password: 'wrong' } };
    await expect(connectTo(broker(), ['t'], wrong)).rejects.toThrow(/Authentication failed/);
  });

  it('is refused where the certificate is of an authority that nobody trusts', async () => {
    const unknown = { brokers: broker().secureBrokers, tls: { caPem: null }, sasl };
    await expect(connectTo(broker(), ['t'], unknown)).rejects.toThrow(/self.signed certificate/);
  });

  it('fails where no broker answers', async () => {
    await expect(connectTo(broker(), ['t'], { brokers: ['127.0.0.1:1'] })).rejects.toThrow(BusUnavailable);
  });

  it('rejects a reader that the group does not take, and leaves nothing behind', async () => {
    const bus = await connectTo(broker(), ['picky'], { sessionTimeoutMs: 500 });
    const failures: unknown[] = [];
    const reading = {
      topic: 'picky',
      group: 'g',
      handle: async () => [],
      onFailure: (error: unknown) => failures.push(error),
    };
    await expect(bus.consume(reading)).rejects.toThrow(/session timeout/);
    expect(failures).toEqual([]);
    await bus.close();
  });

  it('makes the topics that are missing, once, and takes nothing any more when it is closed', async () => {
    const [one, other] = await Promise.all([connectTo(broker(), ['made']), connectTo(broker(), ['made'])]);
    await one.publish('made', [
      { id: 'a', key: 'k', value: '1' },
      { id: 'b', key: 'k', value: '2' },
    ]);
    const offsets = await Offsets.of(broker());
    expect(await offsets.lag('made', 'nobody')).toBe(2);
    await offsets.close();
    await Promise.all([one.close(), other.close()]);
    await expect(one.publish('made', [])).rejects.toThrow('the bus is closed');
    await expect(one.consume({ topic: 'made', group: 'g', handle: async () => [], onFailure() {} })).rejects.toThrow(
      BusUnavailable,
    );
  });
});
