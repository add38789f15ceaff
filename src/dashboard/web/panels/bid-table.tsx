import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { BidDay, BidRow, BidState } from '../../api/dashboard-view.js';
import { explanationText } from '../explanation.js';
import { clockTime, megawatts } from '../format.js';
import { getJson } from '../live/http.js';
import { figures } from '../live/store.js';
import { Chip, type Tone } from './panel.js';

export const BID_TONES: Readonly<Record<BidState, Tone>> = {
  planned: 'plain',
  approved: 'accent',
  submitted: 'accent',
  acknowledged: 'accent',
  awarded: 'good',
  'partly-awarded': 'good',
  committed: 'good',
  unconfirmed: 'warn',
  denied: 'bad',
  rejected: 'bad',
  'not-awarded': 'plain',
  withdrawn: 'plain',
};

/** Why this bid is what it is, from the log. */
function Explanation({ bidId }: { readonly bidId: string }) {
  const text = useSignal<string | null>(null);
  useEffect(() => {
    getJson<unknown>(`/bids/${encodeURIComponent(bidId)}/explanation`)
      .then((answer) => (text.value = explanationText(answer)))
      .catch(
        (error: unknown) => (text.value = `Not to be had: ${error instanceof Error ? error.message : String(error)}`),
      );
  }, [bidId]);
  return (
    <tr>
      <td class="explanation" colSpan={5} aria-live="polite">
        {text.value ?? 'Reading the log…'}
      </td>
    </tr>
  );
}

interface LineProps {
  readonly bid: BidRow;
  readonly open: boolean;
  readonly toggle: () => void;
}
function Line({ bid, open, toggle }: LineProps) {
  const current = figures.value?.mtuStart === bid.mtuStart;
  const awarded = bid.awardedW === null ? '–' : megawatts(bid.awardedW, 1);
  return (
    <tr class={current ? 'current' : undefined} aria-current={current ? 'time' : undefined}>
      <th class="left" scope="row">
        <button type="button" class="row-button" aria-expanded={open} title="Why this bid?" onClick={toggle}>
          {clockTime(bid.mtuStart)}
        </button>
      </th>
      <td>{megawatts(bid.quantityW, 1)}</td>
      <td>
        {bid.priceEurPerMwH}
        {bid.clearingPriceEurPerMwH !== null && <span class="faint"> / {bid.clearingPriceEurPerMwH}</span>}
      </td>
      <td>{awarded}</td>
      <td class="left">
        <Chip tone={BID_TONES[bid.state]}>{bid.state}</Chip>
      </td>
    </tr>
  );
}

function Totals({ bids }: { readonly bids: readonly BidRow[] }) {
  const offered = bids.reduce((sum, bid) => sum + bid.quantityW, 0);
  const awarded = bids.reduce((sum, bid) => sum + (bid.awardedW ?? 0), 0);
  const cleared = bids.some((bid) => bid.awardedW !== null);
  return (
    <tfoot>
      <tr>
        <th class="left" scope="row">
          MW,h
        </th>
        <td>{megawatts(offered, 1)}</td>
        <td />
        <td>{cleared ? megawatts(awarded, 1) : '–'}</td>
        <td />
      </tr>
    </tfoot>
  );
}

export function BidTable({ day }: { readonly day: BidDay }) {
  const opened = useSignal<string | null>(null);
  const rows = day.bids.flatMap((bid) => {
    const open = opened.value === bid.bidId;
    const line = <Line key={bid.bidId} bid={bid} open={open} toggle={() => (opened.value = open ? null : bid.bidId)} />;
    return open ? [line, <Explanation key={`${bid.bidId}?`} bidId={bid.bidId} />] : [line];
  });
  return (
    <div class="scroll">
      <table>
        <caption class="visually-hidden">Bids for delivery day {day.deliveryDay}</caption>
        <thead>
          <tr>
            <th class="left" scope="col">
              MTU
            </th>
            <th scope="col">MW</th>
            <th scope="col" title="EUR/MW,h: our price / the auction's marginal price">
              EUR/MW,h
            </th>
            <th scope="col">Awarded</th>
            <th class="left" scope="col">
              State
            </th>
          </tr>
        </thead>
        <tbody>{rows}</tbody>
        <Totals bids={day.bids} />
      </table>
    </div>
  );
}
