import { describe, expect, it } from '@jest/globals';
import { kurrentDbAddress } from './connection-string.js';

const problemOf = (text: string): string => {
  const read = kurrentDbAddress(text);
  return 'problem' in read ? read.problem : 'none';
};

describe('a KurrentDB address', () => {
  it.each([
    ['kurrentdb://localhost', 'kurrentdb://localhost'],
    ['kurrentdb://db:2113?tls=false', 'kurrentdb://db:2113'],
    ['kurrentdb+discover://cluster.example:2113', 'kurrentdb+discover://cluster.example:2113'],
    ['kurrentdb://a:1113,b:2113,c:3113?tls=true&tlsCAFile=/ca.crt', 'kurrentdb://a:1113,b:2113,c:3113'],
    ['kurrentdb://db:2113/?tls-verify-cert=false', 'kurrentdb://db:2113'],
  ])('takes %s', (text, shown) => {
    expect(kurrentDbAddress(text)).toMatchObject({ value: { shown, warning: null } });
  });

  it('speaks to EventStoreDB by its old name, which the client calls deprecated', () => {
    expect(kurrentDbAddress('esdb+discover://es:2113?tls=true')).toMatchObject({
      value: { url: 'kurrentdb+discover://es:2113?tls=true', shown: 'esdb+discover://es:2113' },
    });
  });

  it('never shows the password, in a message neither', () => {
    const text = 'kurrentdb://ops:s3cret@db:2113';
    expect(kurrentDbAddress(text)).toMatchObject({ value: { url: text, shown: 'kurrentdb://ops:***@db:2113' } });
    expect(problemOf(`${text}?wrong=1`)).not.toContain('s3cret');
    expect(problemOf('kurrentdb://ops:s3cret@')).not.toContain('s3cret');
  });

  it('decodes user and password', () => {
    expect(kurrentDbAddress('kurrentdb://o%2Fps:p%40s%3As@db')).toMatchObject({
      value: { credentials: { username: 'o/ps', password: 'p@s:s' } },
    });
    expect(kurrentDbAddress('kurrentdb://ops:x@db?tls=false')).toMatchObject({ value: { credentials: null } });
    expect(problemOf('kurrentdb://ops:100%@db')).toContain('%25');
  });

  it('warns of credentials that would not be sent', () => {
    expect(kurrentDbAddress('kurrentdb://admin:changeit@db?tls=false')).toMatchObject({
      value: { warning: expect.stringContaining('TLS only') },
    });
  });

  it.each([
    ['kurrentdb://', 'reads like'],
    ['http://db:2113', 'reads like'],
    ['kurrentdb://db:0', '"db:0" is no host'],
    ['kurrentdb://a,db:70000', '"db:70000" is no host'],
    ['kurrentdb://db?tsl=false', 'option "tsl" is unknown'],
    ['kurrentdb://db?tls', 'has no value'],
    ['kurrentdb://db?throwOnAppendFailure=false', 'leave it out'],
    ['kurrentdb://db?gossipTimeout=5', 'leave it out'],
  ])('refuses %s', (text, problem) => {
    expect(problemOf(text)).toContain(problem);
  });
});
