const BEGIN = '<!-- rooms: generated from rooms.json -->';
const END = '<!-- /rooms -->';

/** The rooms in their order, one row each, as markdown. */
export function roomsTable(rooms) {
  const rows = rooms.map(({ room, does }, index) => `| ${index + 1} | [\`${room}\`](${room}) | ${does} |`);
  return ['|   | room | what it does |', '| - | ---- | ------------ |', ...rows].join('\n');
}

/** The text with the table put between the two marks. */
export function withRoomsTable(text, table) {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the text lacks ${BEGIN} … ${END}`);
  return `${text.slice(0, begin)}${BEGIN}\n\n${table}\n\n${text.slice(end)}`;
}

/** The cells of the table that stands between the marks, however its columns are padded. */
export function roomsShown(text) {
  const between = text.slice(text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END));
  return cellsOf(between);
}

/** Rows of a markdown table as trimmed cells. */
export function cellsOf(table) {
  return table
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s-]+$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
