import { signal, type Signal } from '@preact/signals';
import type {
  AlertRow,
  BidDay,
  CapacityRow,
  DashboardView,
  FiguresView,
  LiveView,
  SectionName,
  SessionsView,
  SettlementRow,
  StatusView,
} from '../../api/dashboard-view.js';
import { setClock } from './clock.js';
import { emptyTrace, extendTrace } from './trace.js';

/** The sections as last heard; null before the first message. */
export const status = signal<StatusView | null>(null);
export const figures = signal<FiguresView | null>(null);
export const capacity = signal<readonly CapacityRow[] | null>(null);
export const bids = signal<readonly BidDay[] | null>(null);
export const sessions = signal<SessionsView | null>(null);
export const settlements = signal<readonly SettlementRow[] | null>(null);
export const alerts = signal<readonly AlertRow[] | null>(null);
export const trace = signal(emptyTrace());

const sections: { readonly [K in SectionName]: Signal<DashboardView[K] | null> } = {
  status,
  figures,
  capacity,
  bids,
  sessions,
  settlements,
  alerts,
};

/** What one stream message carries: changed sections whole, and the newest pieces of the live series. */
export type ViewChange = Partial<Pick<DashboardView, SectionName>> & { readonly live?: LiveView };

function set<K extends SectionName>(name: K, value: DashboardView[K] | undefined): void {
  if (value !== undefined) sections[name].value = value;
}

export function takeChange(change: ViewChange): void {
  if (change.status) setClock(change.status);
  for (const name of Object.keys(sections) as SectionName[]) set(name, change[name]);
  if (change.live) trace.value = extendTrace(trace.peek(), change.live);
}
