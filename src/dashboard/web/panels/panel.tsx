import type { ComponentChildren } from 'preact';

interface PanelProps {
  readonly name: string;
  readonly title: string;
  readonly note?: string | undefined;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** One titled region of the page. */
export function Panel({ name, title, note, tools, children }: PanelProps) {
  const id = `${name}-title`;
  return (
    <section class={`panel panel-${name}`} aria-labelledby={id}>
      <header class="panel-head">
        <h2 id={id}>{title}</h2>
        {note && <span class="note">{note}</span>}
        {tools && <div class="panel-tools">{tools}</div>}
      </header>
      {children}
    </section>
  );
}

export const Empty = ({ children }: { readonly children: ComponentChildren }) => <p class="empty">{children}</p>;

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent';
export const Chip = ({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) => (
  <span class={`chip chip-${tone}`}>{children}</span>
);
