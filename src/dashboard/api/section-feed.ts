import type { DashboardView, LiveView, SectionName } from './dashboard-view.js';

/** What the feed reads from: the present state of each section. */
export interface ViewSource {
  /** Position of the newest event that the sections hold; -1 before the first. */
  position(): number;
  section<K extends SectionName>(name: K): DashboardView[K];
  /** Pieces of the live series that came with events after `position`. */
  liveAfter(position: number): LiveView;
}

/** How far one reader has read. */
export interface Cursor {
  readonly revision: number;
  readonly position: number;
}
export interface Frame {
  /** One server-sent event: its id is the log position that the reader holds after it. */
  readonly text: string;
  readonly cursor: Cursor;
}
interface Rendered {
  readonly json: string;
  /** Counts changes of the whole feed. */
  readonly revision: number;
  /** Log position when this text was first rendered. */
  readonly position: number;
}

/** Sections in the order in which they are sent. */
export const SECTION_NAMES = ['status', 'figures', 'capacity', 'alerts', 'bids', 'sessions', 'settlements'] as const;
const ALL: ReadonlySet<SectionName> = new Set(SECTION_NAMES);

/**
 * Turns the view into messages that hold only what has changed. A section is rendered once for all readers; its
 * revision and position are those of the refresh that saw the change, so that a reader who resumes at an earlier
 * position gets every section that differs from what it had, however lazily the section was rendered.
 */
export class SectionFeed {
  private readonly rendered = new Map<SectionName, Rendered>();
  private revision = 0;
  private position = -1;

  constructor(private readonly source: ViewSource) {}

  /** Renders `names` anew. Sections left out keep their text until they are refreshed. */
  refresh(names: readonly SectionName[] = SECTION_NAMES): void {
    this.position = this.source.position();
    const revision = this.revision + 1;
    for (const name of names) {
      const json = JSON.stringify(this.source.section(name));
      if (this.rendered.get(name)?.json === json) continue;
      this.rendered.set(name, { json, revision, position: this.position });
      this.revision = revision;
    }
  }

  /** The view as JSON text, fresh: the `visible` sections and the live series. */
  snapshot(visible: ReadonlySet<SectionName> = ALL): string {
    this.refresh();
    const shown = [...this.rendered].filter(([name]) => visible.has(name));
    return this.body(shown, -1, { position: String(this.position) });
  }

  /** Where a reader stands who has seen everything up to `lastEventId`; null, or an id of another log: nothing. */
  cursorAfter(lastEventId: number | null): Cursor {
    if (lastEventId === null || lastEventId > this.position) return { revision: 0, position: -1 };
    let revision = this.revision;
    for (const section of this.rendered.values())
      if (section.position >= lastEventId) revision = Math.min(revision, section.revision - 1);
    return { revision, position: lastEventId };
  }

  /** What `cursor` has not seen of the `visible` sections and the live series, or null when there is nothing. */
  frame(cursor: Cursor, visible: ReadonlySet<SectionName> = ALL): Frame | null {
    const changed = [...this.rendered].filter(
      ([name, section]) => section.revision > cursor.revision && visible.has(name),
    );
    const body = this.body(changed, cursor.position);
    if (body === '{}') return null;
    return {
      text: `id: ${this.position}\nevent: view\ndata: ${body}\n\n`,
      cursor: { revision: this.revision, position: this.position },
    };
  }

  private body(sections: [SectionName, Rendered][], liveAfter: number, fields: Record<string, string> = {}): string {
    const parts = Object.entries(fields).map(([name, json]) => `"${name}":${json}`);
    for (const [name, { json }] of sections) parts.push(`"${name}":${json}`);
    const live = this.source.liveAfter(liveAfter);
    if (live.frequency.length + live.response.length > 0 || liveAfter < 0) parts.push(`"live":${JSON.stringify(live)}`);
    return `{${parts.join(',')}}`;
  }
}
