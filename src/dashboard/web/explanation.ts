import { clockSeconds, dayName } from './format.js';

interface Explanation {
  readonly text?: string;
  readonly steps?: readonly { readonly occurredAt: string; readonly text: string }[];
}

/** What an explanation document says, for a person: how the bid was made, then what became of it, on the market's clock. */
export function explanationText(answer: unknown): string {
  const { text, steps = [] } = (answer ?? {}) as Explanation;
  const made = text?.split('\n\n')[0] ?? JSON.stringify(answer, null, 2);
  const became = steps.map((step) => {
    const at = Date.parse(step.occurredAt);
    return `${dayName(at)} ${clockSeconds(at)}  ${step.text}`;
  });
  return [made, ...became].join('\n');
}
