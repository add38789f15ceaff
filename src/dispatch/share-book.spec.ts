import { describe, expect, it } from '@jest/globals';
import { aPooledVehicle, poolOf } from '../../test/support/pool.js';
import { ShareBook } from './share-book.js';

describe('the share book', () => {
  it('says what is new, and nothing twice', () => {
    const pool = poolOf([{}, {}]);
    const book = new ShareBook();
    pool.columns.upW.set([3_000, 0]);
    expect(book.changes(pool)).toEqual({
      sessionIds: ['S1'],
      baselineW: [0],
      upW: [3_000],
      downW: [0],
      nemUpW: [0],
      nemDownW: [0],
    });
    expect(book.changes(pool).sessionIds).toEqual([]);
    pool.columns.nemDownW[1] = 7;
    expect(book.changes(pool)).toMatchObject({ sessionIds: ['S2'], nemDownW: [7] });
  });
  it('tells a car that its share has ended', () => {
    const pool = poolOf([{}]);
    const book = new ShareBook();
    pool.columns.downW[0] = 500;
    book.changes(pool);
    pool.columns.downW[0] = 0;
    expect(book.changes(pool)).toMatchObject({ sessionIds: ['S1'], downW: [0] });
  });
  it('goes by session, not by slot', () => {
    const pool = poolOf([{}, {}]);
    const book = new ShareBook();
    pool.columns.upW.set([1, 2]);
    book.changes(pool);
    pool.remove('S1');
    expect(book.changes(pool).sessionIds).toEqual([]);
  });
  it('forgets who has left: coming back counts as new', () => {
    const pool = poolOf([{}]);
    const book = new ShareBook();
    pool.columns.upW[0] = 1;
    book.changes(pool);
    pool.remove('S1');
    book.changes(pool);
    pool.add(aPooledVehicle());
    pool.columns.upW[0] = 1;
    expect(book.changes(pool).sessionIds).toEqual(['S1']);
  });
});
