import leven from 'leven';
import { InputError } from '../kernel/index.js';

/**
 * A field that nobody reads but that nearly has the name of one that is read: an optional limit would be passed over in
 * silence. Others may stand there, for whoever wrote them.
 * @param path of the object in its document; empty for the document itself.
 * @throws InputError naming the field and the one that it looks like.
 */
export function refuseMisspelt(json: unknown, known: readonly string[], path: string): void {
  if (typeof json !== 'object' || json === null) return;
  for (const name of Object.keys(json)) {
    if (known.includes(name)) continue;
    const meant = known.find((candidate) => leven(bare(candidate), bare(name)) <= (candidate.length < 6 ? 1 : 2));
    if (meant === undefined) continue;
    const field = path === '' ? name : `${path}.${name}`;
    throw new InputError(`${field} is no field of this file; write ${meant}, if that is what it means`);
  }
}

/** Letters only: `standby_w` and `StandbyW` are one word. */
const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');
