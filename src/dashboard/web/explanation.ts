/** The text of an explanation document: its `text`, or its `lines` one under the other, else the document itself. */
export function explanationText(answer: unknown): string {
  if (typeof answer === 'string') return answer;
  const { text, lines } = (answer ?? {}) as { text?: unknown; lines?: unknown };
  if (typeof text === 'string') return text;
  if (Array.isArray(lines)) return lines.join('\n');
  return JSON.stringify(answer, null, 2);
}
