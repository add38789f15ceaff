import { useSignal } from '@preact/signals';
import type { AuctionState, BidDay } from '../../api/dashboard-view.js';
import { clockTime, deliveryDayName, dayName, span } from '../format.js';
import { now } from '../live/clock.js';
import { post } from '../live/http.js';
import { bids, status } from '../live/store.js';
import { isTrader } from '../live/token.js';
import { BID_TONES, BidTable } from './bid-table.js';
import { Chip, Empty, Panel, type Tone } from './panel.js';

const STATE_TONES: Partial<Record<AuctionState, Tone>> = { ...BID_TONES, skipped: 'warn' };

/** What stands about this day in words, and what a trader may do about it. */
function Controls({ day }: { readonly day: BidDay }) {
  const problem = useSignal<string | null>(null);
  const busy = useSignal(false);
  const mayAct = isTrader() && (day.awaitsApproval || day.canWithdraw);
  if (!mayAct && day.note === null) return null;
  const act = async (what: 'approve' | 'withdraw'): Promise<void> => {
    busy.value = true;
    problem.value = null;
    try {
      await post(`/bids/${day.deliveryDay}/${what}`);
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
    busy.value = false;
  };
  return (
    <div class="own-line bid-controls">
      <span class="note">{day.note}</span>
      {mayAct && day.awaitsApproval && (
        <button type="button" class="primary" disabled={busy.value} onClick={() => void act('approve')}>
          Approve
        </button>
      )}
      {mayAct && day.canWithdraw && (
        <button type="button" class="danger" disabled={busy.value} onClick={() => void act('withdraw')}>
          Withdraw
        </button>
      )}
      {problem.value && (
        <span class="problem" role="alert">
          {problem.value}
        </span>
      )}
    </div>
  );
}

function gateText(day: BidDay): string {
  const left = day.gateClosureAt - now.value;
  if (left > 0) return `gate closes in ${span(left)}`;
  const gateZone = status.value?.gateZone ?? 'Europe/Helsinki';
  return `gate closed ${dayName(day.gateClosureAt)} ${clockTime(day.gateClosureAt, gateZone)}, Finnish time`;
}

function DayPicker({
  days,
  chosen,
  choose,
}: {
  readonly days: readonly BidDay[];
  readonly chosen: string;
  readonly choose: (day: string) => void;
}) {
  return (
    <label>
      <span class="visually-hidden">Delivery day</span>
      <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        {days.map((day) => (
          <option key={day.deliveryDay} value={day.deliveryDay}>
            {deliveryDayName(day.deliveryDay)}
          </option>
        ))}
      </select>
    </label>
  );
}

export function BidsPanel() {
  const picked = useSignal<string | null>(null);
  const days = bids.value ?? [];
  const day = days.find(({ deliveryDay }) => deliveryDay === picked.value) ?? days[0];
  if (!day)
    return (
      <Panel name="bids" title="Bid book">
        <Empty>No bids yet. They are planned shortly before the gate closes.</Empty>
      </Panel>
    );
  return (
    <Panel
      name="bids"
      title="Bid book"
      tools={<DayPicker days={days} chosen={day.deliveryDay} choose={(chosen) => (picked.value = chosen)} />}
    >
      <div class="panel-head">
        <Chip tone={STATE_TONES[day.state] ?? 'plain'}>{day.state}</Chip>
        <span class="note">{gateText(day)}</span>
        <Controls day={day} />
      </div>
      {day.bids.length === 0 ? <Empty>No bids for this day.</Empty> : <BidTable key={day.deliveryDay} day={day} />}
    </Panel>
  );
}
