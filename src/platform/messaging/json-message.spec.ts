import { describe, expect, it } from '@jest/globals';
import { readJson } from './json-message.js';

const carrying = (value: string | null): unknown =>
  readJson({ topic: 't', partition: 0, offset: '0', key: null, value, headers: {} });

describe('readJson', () => {
  it('reads any JSON value', () => {
    expect(carrying('{"soc":52.4}')).toEqual({ soc: 52.4 });
    expect(carrying('null')).toBeNull();
  });

  it('refuses what is empty or no JSON, and says why', () => {
    expect(carrying(null)).toMatchObject({ code: 'NO_VALUE' });
    expect(carrying('')).toMatchObject({ code: 'NO_VALUE' });
    expect(carrying('{"soc":')).toMatchObject({
      code: 'UNREADABLE_MESSAGE',
      message: expect.stringContaining('not JSON'),
    });
  });
});
