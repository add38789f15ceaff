import { describe, expect, it } from '@jest/globals';
import type { DashboardView, LiveView, SectionName } from './dashboard-view.js';
import { SectionFeed, type Frame, type ViewSource } from './section-feed.js';

/** A view whose sections are plain values under the test's hand. */
class FakeView implements ViewSource {
  at = 0;
  values: Partial<Record<SectionName, unknown>> = {};
  pieces: number[] = [];
  position(): number {
    return this.at;
  }
  section<K extends SectionName>(name: K): DashboardView[K] {
    return (this.values[name] ?? null) as DashboardView[K];
  }
  liveAfter(position: number): LiveView {
    const frequency = this.pieces
      .filter((piece) => piece > position)
      .map((piece) => ({ position: piece, from: piece, stepMs: 1000, millihertz: [50_000], requiredW: [0] }));
    return { frequency, response: [] };
  }
}

const dataOf = (frame: Frame | null): Record<string, unknown> =>
  JSON.parse(/^data: (.*)$/m.exec(frame?.text ?? 'data: {}')?.[1] ?? '{}') as Record<string, unknown>;

describe('the feed of sections', () => {
  it('sends everything to a new reader, then only what has changed', () => {
    const view = new FakeView();
    const feed = new SectionFeed(view);
    feed.refresh();
    const first = feed.frame(feed.cursorAfter(null));
    expect(Object.keys(dataOf(first))).toEqual([
      'status',
      'figures',
      'capacity',
      'alerts',
      'bids',
      'sessions',
      'settlements',
      'live',
    ]);

    view.at = 7;
    view.values.alerts = ['new'];
    feed.refresh();
    const second = feed.frame(first!.cursor);
    expect(second?.text).toMatch(/^id: 7\nevent: view\n/);
    expect(dataOf(second)).toEqual({ alerts: ['new'] });
    expect(feed.frame(second!.cursor)).toBeNull();
  });

  it('sends live pieces once', () => {
    const view = new FakeView();
    const feed = new SectionFeed(view);
    feed.refresh();
    let cursor = feed.frame(feed.cursorAfter(null))!.cursor;
    view.pieces = [3];
    view.at = 3;
    feed.refresh([]);
    const frame = feed.frame(cursor);
    expect(dataOf(frame)).toMatchObject({ live: { frequency: [{ position: 3 }] } });
    cursor = frame!.cursor;
    expect(feed.frame(cursor)).toBeNull();
  });

  it('gives a resuming reader the sections that changed since, and no others', () => {
    const view = new FakeView();
    const feed = new SectionFeed(view);
    feed.refresh();
    view.at = 10;
    view.values.bids = ['b1'];
    feed.refresh();
    view.at = 20;
    view.values.sessions = ['s1'];
    feed.refresh();
    expect(dataOf(feed.frame(feed.cursorAfter(15)))).toEqual({ sessions: ['s1'] });
    expect(dataOf(feed.frame(feed.cursorAfter(5)))).toEqual({ bids: ['b1'], sessions: ['s1'] });
  });

  it('does not lose a change that was rendered only after the reader had moved on', () => {
    const view = new FakeView();
    const feed = new SectionFeed(view);
    feed.refresh();
    view.at = 10;
    view.values.sessions = ['changed at 10'];
    feed.refresh(['status']);
    view.at = 12;
    feed.refresh(['sessions']);
    expect(dataOf(feed.frame(feed.cursorAfter(11)))).toEqual({ sessions: ['changed at 10'] });
  });

  it('sends a change that came without an event, by time alone, to readers at that position', () => {
    const view = new FakeView();
    const feed = new SectionFeed(view);
    feed.refresh();
    const { cursor } = feed.frame(feed.cursorAfter(null))!;
    view.values.sessions = ['must-charge now'];
    feed.refresh();
    expect(dataOf(feed.frame(cursor))).toEqual({ sessions: ['must-charge now'] });
  });

  it('starts over with a reader that comes from another log', () => {
    const view = new FakeView();
    view.at = 5;
    const feed = new SectionFeed(view);
    feed.refresh();
    expect(Object.keys(dataOf(feed.frame(feed.cursorAfter(900))))).toContain('figures');
  });

  it('prints a snapshot that names its position', () => {
    const view = new FakeView();
    view.at = 4;
    view.values.alerts = [1];
    const snapshot = JSON.parse(new SectionFeed(view).snapshot()) as Record<string, unknown>;
    expect(snapshot).toMatchObject({ position: 4, alerts: [1], live: { frequency: [], response: [] } });
  });
});
