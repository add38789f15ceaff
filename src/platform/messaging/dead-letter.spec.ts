import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../../kernel/index.js';
import { deadLetterOf, deadLetterTopic } from './dead-letter.js';

const delivery = {
  topic: 'v2g.telemetry.v1',
  partition: 3,
  offset: '9007199254740993',
  key: 'C1',
  value: '{"soc":"full"}',
  headers: { 'message-id': 'm1', trace: 'abc' },
};

describe('a dead letter', () => {
  it('goes to the topic of its own beside the one it came from', () => {
    expect(deadLetterTopic('v2g.telemetry.v1')).toBe('v2g.telemetry.v1.dlq');
  });

  it('is the message as it was, with place and reason in its headers', () => {
    const reason = new Refusal('WRONG_TYPE', 'soc is "full"; send number', 'soc');
    expect(deadLetterOf({ delivery, reason })).toEqual({
      id: 'v2g.telemetry.v1/3/9007199254740993',
      key: 'C1',
      value: '{"soc":"full"}',
      headers: {
        'dead-letter-message-id': 'm1',
        trace: 'abc',
        'content-type': 'application/json',
        'dead-letter-topic': 'v2g.telemetry.v1',
        'dead-letter-partition': '3',
        'dead-letter-offset': '9007199254740993',
        'dead-letter-code': 'WRONG_TYPE',
        'dead-letter-field': 'soc',
        'dead-letter-message': 'soc is "full"; send number',
      },
    });
  });

  it('names no field where none is at fault, and stands in for a key and a value that are missing', () => {
    const letter = deadLetterOf({
      delivery: { ...delivery, key: null, value: null, headers: {} },
      reason: new Refusal('NO_VALUE', 'the message is empty'),
    });
    expect(letter).toMatchObject({ key: '', value: '' });
    expect(letter.headers).not.toHaveProperty('dead-letter-field');
    expect(letter.headers).not.toHaveProperty('dead-letter-message-id');
  });
});
