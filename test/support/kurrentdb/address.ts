import { kurrentDbAddress, type KurrentDbAddress } from '../../../src/platform/eventlog/kurrentdb/connection-string.js';

/** @throws Error for a text that is no address of a KurrentDB. */
export function addressOf(url: string): KurrentDbAddress {
  const read = kurrentDbAddress(url);
  if ('problem' in read) throw new Error(read.problem);
  return read.value;
}
