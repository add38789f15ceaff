import { describe, expect, it } from '@jest/globals';
import { childNamed, childrenNamed, document, element, requiredText, textAt } from './xml-element.js';

const root = document('Bids', 'urn:x', [
  element('Bid', [element('id', '1')]),
  null,
  element('Bid', [element('id', '2')], { a: 'b' }),
]);

describe('an element', () => {
  it('has its document’s namespace, and no child where there is none', () => {
    expect(root.children).toHaveLength(2);
    expect(root.children[0]?.children[0]?.namespace).toBe('urn:x');
    expect(root.children[1]?.attributes).toEqual({ a: 'b' });
  });

  it('is found by its name', () => {
    expect(childrenNamed(root, 'Bid')).toHaveLength(2);
    expect(childNamed(root, 'Bid')).toBe(root.children[0]);
    expect(childNamed(root, 'Offer')).toBeNull();
  });

  it('gives the text that a path of names leads to', () => {
    expect(textAt(root, 'Bid', 'id')).toBe('1');
    expect(textAt(root, 'Bid', 'price')).toBeNull();
    expect(() => requiredText(root, 'Bid', 'price')).toThrow('Bids has no Bid/price');
  });
});
