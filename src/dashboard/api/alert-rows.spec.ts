import { describe, expect, it } from '@jest/globals';
import { deliveryDay, epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { alertRows } from './alert-rows.js';
import type { AlertRow } from './dashboard-view.js';

const NOW = epochMs(Date.UTC(2026, 0, 13, 10));
const alert = (id: string, hoursAgo: number, over = false): AlertRow => ({
  id,
  at: NOW - hoursAgo * MS_PER_HOUR,
  kind: 'shortfall',
  severity: 'critical',
  title: id,
  detail: '',
  resolvedAt: over ? NOW : null,
});

describe('the list of alerts', () => {
  it('has what stands first, then the newest, and nothing that is history', () => {
    const rows = alertRows([alert('over', 1, true), alert('old', 5), alert('new', 2), alert('history', 80)], [], NOW);
    expect(rows.map((row) => row.id)).toEqual(['new', 'old', 'over']);
  });

  it('takes the bid book’s alerts in', () => {
    const rejected = { deliveryDay: deliveryDay('2026-01-14'), at: NOW, kind: 'rejected', text: 'price' } as const;
    expect(alertRows([], [rejected], NOW)).toMatchObject([
      { kind: 'rejected', severity: 'critical', title: 'Bids rejected: 2026-01-14', detail: 'price' },
    ]);
  });
});
