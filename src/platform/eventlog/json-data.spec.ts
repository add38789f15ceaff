import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { frozenJson, jsonText } from './json-data.js';

class Reading {
  constructor(readonly watts: number) {}
}

describe('frozenJson', () => {
  it('takes plain data over without a copy, frozen to the bottom', () => {
    const data = { list: [{ n: 1 }], text: 'a' };
    expect(frozenJson(data)).toBe(data);
    expect(() => data.list.push({ n: 2 })).toThrow(TypeError);
    expect(() => Object.assign(data.list[0] as object, { n: 2 })).toThrow(TypeError);
  });

  it.each([
    ['an absent field', { a: 1, b: undefined }, { a: 1 }],
    ['minus zero', { a: [-0] }, { a: [0] }],
    ['an object of a class', { reading: new Reading(5) }, { reading: { watts: 5 } }],
  ])('copies %s as JSON tidies it, and leaves the original alone', (_, data, expected) => {
    const taken = frozenJson<object>(data);
    expect(Object.isFrozen(data)).toBe(false);
    expect(taken).toStrictEqual(expected);
    expect(Object.isFrozen(taken)).toBe(true);
  });

  it('equals what a store that keeps text gives back', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        expect(JSON.stringify(frozenJson(data))).toBe(jsonText(data));
      }),
    );
  });
});

describe.each([
  ['frozenJson', frozenJson],
  ['jsonText', jsonText],
])('%s', (_, take: (data: object) => unknown) => {
  it.each([
    [{ price: Number.NaN }, 'data.price is NaN, which JSON cannot hold'],
    [{ a: [{ b: Infinity }] }, 'data.a[0].b is Infinity, which JSON cannot hold'],
    [{ mj: 5n }, 'data.mj is a bigint, which JSON cannot hold'],
    [{ f: () => 1 }, 'data.f is a function, which JSON cannot hold'],
    [{ at: new Date(0) }, 'data.at is a Date, which JSON cannot hold'],
    [{ price: new Decimal('1.5') }, 'data.price is a Decimal, which JSON cannot hold'],
    [{ cars: new Map() }, 'data.cars is a Map, which JSON cannot hold'],
    [{ list: [undefined] }, 'data.list[0] is a undefined, which JSON cannot hold'],
  ])('refuses what JSON would turn into something else (%#)', (data, message) => {
    expect(() => take(data)).toThrow(new TypeError(message));
  });
});
