import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Reads the event types that the code declares, with the compiler's own eyes.
 * An event is an exported interface of a `*.events.ts` file with `type`, a literal or several, and `data`.
 */
export function readEventTypes(root) {
  const files = readdirSync(join(root, 'src'), { recursive: true })
    .filter((file) => file.endsWith('.events.ts'))
    .map((file) => join(root, 'src', file))
    .sort();
  const message = join(root, 'src/kernel/message.ts');
  const program = ts.createProgram([message, ...files], { strict: true, noEmit: true, ...RESOLUTION });
  const checker = program.getTypeChecker();
  const events = files.flatMap((file) =>
    exportedTypes(program, checker, file).flatMap((each) => eventOf(checker, each)),
  );
  const recorded = exportedTypes(program, checker, message).find(({ symbol }) => symbol.name === 'Recorded');
  if (recorded === undefined) throw new Error('src/kernel/message.ts no longer says what a recorded event is');
  return { checker, recorded: recorded.type, events: events.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

const RESOLUTION = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
};

function exportedTypes(program, checker, file) {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} exports nothing`);
  return checker
    .getExportsOfModule(module)
    .filter((symbol) => symbol.flags & ts.SymbolFlags.Interface)
    .map((symbol) => ({ symbol, type: checker.getDeclaredTypeOfSymbol(symbol) }));
}

function eventOf(checker, { symbol, type }) {
  const names = type.getProperty('type');
  const data = type.getProperty('data');
  if (!names || !data) return [];
  const literal = checker.getTypeOfSymbol(names);
  const literals = literal.isUnion() ? literal.types : [literal];
  return literals.map((each) => ({
    name: each.value,
    description: documentationOf(checker, symbol),
    data: checker.getTypeOfSymbol(data),
  }));
}

/** What the comment above a declaration says, on one line. */
export const documentationOf = (checker, symbol) =>
  ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
