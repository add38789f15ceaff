/** The table "planted error, test that caught it" between two marks in the guide to the properties. */
const START = '<!-- planted errors: npm run generate:planted -->';
const END = '<!-- /planted errors -->';
const row = (cells) => `| ${cells.join(' | ')} |`;

const betweenMarks = (guide) => guide.slice(guide.indexOf(START) + START.length, guide.indexOf(END));

/** The guide with a new table in it. */
export function tableOf(guide, errors) {
  const rows = errors.map(({ name, file, caughtBy }) => [
    name,
    `\`${file.replace('src/', '')}\``,
    caughtBy[0],
    caughtBy.length - 1,
  ]);
  const header = ['planted error', 'in', 'caught by', 'and by so many more'];
  const all = [header, ...rows].map((cells) => cells.map(String));
  const widths = header.map((_, column) => Math.max(...all.map((cells) => cells[column].length)));
  const padded = all.map((cells) => row(cells.map((cell, column) => cell.padEnd(widths[column]))));
  padded.splice(1, 0, row(widths.map((width) => '-'.repeat(width))));
  const before = guide.slice(0, guide.indexOf(START) + START.length);
  return `${before}\n\n${padded.join('\n')}\n\n${guide.slice(guide.indexOf(END))}`;
}

/** Planted error → the test that the guide names. */
export function readTable(guide) {
  const rows = betweenMarks(guide)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  return new Map(
    rows.map((line) => {
      const [, name, , caughtBy] = line.split('|').map((cell) => cell.trim());
      return [name, caughtBy];
    }),
  );
}
