import { describe, expect, it } from '@jest/globals';
import { KnownStreams } from './known-streams.js';

describe('known streams', () => {
  it('say which message is where, up to a revision', () => {
    const streams = new KnownStreams();
    expect(streams.get('a')).toBeUndefined();
    streams.note('a', 0, 'm0');
    streams.note('a', 1, 'm1');
    streams.note('a', 0, 'm0');
    expect(streams.get('a')?.revision).toBe(1);
    expect(streams.get('a')?.revisions.get('m1')).toBe(1);
    expect(streams.ids).toBe(2);
  });

  it('know that a stream goes on after events that are no longer there', () => {
    const streams = new KnownStreams();
    streams.passOver('aged', 41);
    streams.note('aged', 42, 'm');
    expect(streams.get('aged')).toMatchObject({ revision: 42 });
    expect(streams.ids).toBe(1);
  });

  it('drop the stream least recently used, never the one just written', () => {
    const streams = new KnownStreams(4);
    for (const stream of ['a', 'b']) for (const n of [0, 1]) streams.note(stream, n, `${stream}${n}`);
    streams.get('a');
    streams.note('c', 0, 'c0');
    expect(['a', 'b', 'c'].map((stream) => streams.get(stream)?.revision)).toEqual([1, undefined, 0]);
    for (let n = 1; n < 9; n += 1) streams.note('c', n, `c${n}`);
    expect(streams.get('c')?.revision).toBe(8);
    expect(streams.get('a')).toBeUndefined();
    expect(streams.ids).toBe(9);
  });

  it('forget what they are told to', () => {
    const streams = new KnownStreams();
    streams.note('a', 0, 'm0');
    streams.forget('a');
    streams.forget('never seen');
    expect(streams.get('a')).toBeUndefined();
    expect(streams.ids).toBe(0);
  });
});
