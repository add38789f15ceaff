import { describeMessageBus } from '../contract/message-bus.suite.js';
import { connectTo, describeWithBroker } from '../support/kafka/with-broker.js';

describeWithBroker('the bus over Apache Kafka', (broker) => {
  let topics = 0;

  describeMessageBus(async () => {
    const topic = `contract.${(topics += 1)}`;
    const bus = await connectTo(broker(), [topic]);
    return { bus, topic: () => Promise.resolve(topic), close: () => bus.close() };
  });
});
