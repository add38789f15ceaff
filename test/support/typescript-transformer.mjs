import { createHash } from 'node:crypto';
import swcJest from '@swc/jest';

/**
 * Jest runs each test file in a context of its own, where every look-up of a global takes a detour of some hundred
 * nanoseconds: a loop over typed arrays becomes ten times as slow as in production. A constant at the head of the module
 * takes the detour once. Globals that tests replace (Date, timers, process) are not among them.
 */
const GLOBALS = [
  ...['Math', 'Number', 'Infinity', 'NaN', 'BigInt', 'String', 'JSON', 'Object', 'Array', 'Map', 'Set'],
  ...['Float64Array', 'Int32Array', 'Uint32Array', 'Uint8Array'],
];

const used = (code, name) => new RegExp(`(?<![\\w$.'"\`-])${name}\\b`).test(code);
const declared = (code, name) =>
  new RegExp(`\\b(const|let|var|class|function|as)\\s+${name}\\b|[{,]\\s*${name}\\s*[,}]`).test(code);

export function withLocalGlobals(code) {
  const names = GLOBALS.filter((name) => used(code, name) && !declared(code, name));
  // On the first line, so that every line keeps its number.
  return names.length === 0 ? code : `const { ${names.join(', ')} } = globalThis; ${code}`;
}

const VERSION = createHash('sha256').update(withLocalGlobals.toString()).update(GLOBALS.join()).digest('hex');

export default {
  createTransformer(options) {
    const swc = swcJest.createTransformer(options);
    const change = (result) => ({ ...result, code: withLocalGlobals(result.code) });
    return {
      ...swc,
      process: (...args) => change(swc.process(...args)),
      processAsync: async (...args) => change(await swc.processAsync(...args)),
      getCacheKey: (...args) => `${swc.getCacheKey(...args)}${VERSION.slice(0, 16)}`,
    };
  },
};
