import { BusCarrier } from '../../src/market/exchange/bus-carrier.adapter.js';
import { marketGatewaySuite } from '../contract/market-gateway.suite.js';
import { documentBench } from '../support/document-bench.js';
import { connectTo, describeWithBroker } from '../support/kafka/with-broker.js';

describeWithBroker('the market over Apache Kafka', (broker) => {
  let benches = 0;

  marketGatewaySuite('documents over Apache Kafka', async () => {
    // Every test is a market of its own: the broker keeps what the one before has said.
    const market = `market-${(benches += 1)}`;
    const topics = { toTso: `${market}.out`, fromTso: `${market}.in` };
    const bus = await connectTo(broker(), Object.values(topics), { partitions: 1 });
    const ends: BusCarrier[] = [];
    return documentBench({
      carrier: (side) => {
        const end = new BusCarrier({ bus, side, topics, group: `${market}-${side}` });
        ends.push(end);
        return Promise.resolve(end);
      },
      ready: async () => void (await Promise.all(ends.map((end) => end.listening()))),
      slowMs: 2_000,
      takeDown: () => bus.close(),
      dispose: () => bus.close(),
    });
  });
});
