import { describe, expect, it } from '@jest/globals';
import { EDX_TYPE } from './edx-message-type.js';
import { fileNameOf, isFileId, namedMessage, sidecarNameOf, sidecarType } from './edx-file-name.js';

const id = '2f1c8e0a-7b1d-4c1e-9a55-1d8f5f3a9c01';

describe('the name of a message’s file', () => {
  it('says type and id, and is read back', () => {
    const name = fileNameOf(EDX_TYPE.bid, id);
    expect(name).toBe(`FI-FCR-BID-CIM_${id}.xml`);
    expect(namedMessage(name)).toEqual({ type: 'FI-FCR-BID-CIM', id });
  });

  it('takes the whole type, which may be the beginning of another', () => {
    expect(namedMessage(fileNameOf(EDX_TYPE.bidAnswer, id))?.type).toBe('FI-FCR-BID-CIM-ACK');
  });

  it.each([
    'result.xml',
    'FI-AFRR-BID-CIM_1.xml',
    'FI-FCR-BID-CIM_1.xml.part',
    '.FI-FCR-BID-CIM_1.xml',
    'FI-FCR-BID-CIM_.xml',
  ])('is not %s', (name) => {
    expect(namedMessage(name)).toBeNull();
  });

  it.each([
    [id, true],
    ['A.b-c_1', true],
    ['', false],
    ['../outbox', false],
    ['a/b', false],
    ['.hidden', false],
    ['x'.repeat(61), false],
  ])('holds the id "%s": %s', (text, holds) => {
    expect(isFileId(text)).toBe(holds);
  });
});

describe('the file beside a message', () => {
  it('stands under its name', () => {
    expect(sidecarNameOf('result.xml')).toBe('result.xml.json');
  });

  it.each([
    ['{"messageType":"FI-FCR-ACCEPTED-BIDS-CIM"}', 'FI-FCR-ACCEPTED-BIDS-CIM'],
    ['{"messageType":"FI-AFRR-BID-CIM"}', null],
    ['{"messageType":7}', null],
    ['null', null],
    ['{"messageType":"FI-FCR', null],
  ])('says of %s: %s', (text, type) => {
    expect(sidecarType(text)).toBe(type);
  });
});
