import type { ComponentChildren } from 'preact';
import type { AuctionState, FiguresView, PromiseCounts } from '../../api/dashboard-view.js';
import { clockTime, deliveryDayName, eur, megawatts, plural, span, zoneName } from '../format.js';
import { now } from '../live/clock.js';
import { figures, sessions, status } from '../live/store.js';

interface FigureProps {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly note: ComponentChildren;
  readonly bad?: boolean;
}
const Figure = ({ label, value, note, bad = false }: FigureProps) => (
  <div class={bad ? 'figure figure-bad' : 'figure'}>
    <dt>{label}</dt>
    <dd class="figure-value">{value}</dd>
    <dd class="figure-note">{note}</dd>
  </div>
);
const Mw = ({ powerW, decimals }: { readonly powerW: number; readonly decimals: number }) => (
  <>
    {megawatts(powerW, decimals)} <small>MW</small>
  </>
);

function Maintained({ of }: { readonly of: FiguresView }) {
  if (of.committedW === 0) return <Figure label="Maintained this MTU" value="–" note="nothing committed in this MTU" />;
  const share = of.maintainedW === null ? null : of.maintainedW / of.committedW;
  const note =
    of.heldW !== null && of.heldW < of.committedW
      ? `holding ${megawatts(of.heldW)} MW now`
      : 'of committed, mean so far';
  return (
    <Figure
      label="Maintained this MTU"
      value={
        share === null ? (
          '–'
        ) : (
          <>
            {(share * 100).toFixed(1)} <small>%</small>
          </>
        )
      }
      note={share === null ? 'no record yet' : note}
      bad={share !== null && share < 0.999}
    />
  );
}

const GATE_WORDS: Partial<Record<AuctionState, string>> = {
  none: 'not planned yet',
  opened: 'not planned yet',
  skipped: 'day skipped',
  planned: 'bids planned',
  approved: 'bids approved',
  submitted: 'bids in flight',
  acknowledged: 'bids acknowledged',
};

function NextGate({ of }: { readonly of: FiguresView }) {
  const { deliveryDay, closesAt, state } = of.nextGate;
  const gateZone = status.value?.gateZone ?? 'Europe/Helsinki';
  return (
    <Figure
      label={`Gate closes for ${deliveryDayName(deliveryDay)}`}
      value={span(closesAt - now.value)}
      note={`${clockTime(closesAt, gateZone)} ${zoneName(closesAt, gateZone)} · ${GATE_WORDS[state] ?? state}`}
    />
  );
}

const sum = (counts: PromiseCounts): number => counts.kept + counts.missed;

function Promises({ of }: { readonly of: FiguresView }) {
  const { promisesToday: today, promisesSevenDays: week } = of;
  const missed = today.missed > 0 ? `${today.missed} missed · ` : '';
  return (
    <Figure
      label="Promises kept today"
      value={
        <>
          {today.kept} <small>of {sum(today)}</small>
        </>
      }
      note={`${missed}7 days: ${week.kept}/${sum(week)}`}
      bad={today.missed > 0}
    />
  );
}

export function Figures() {
  const of = figures.value;
  if (!of) return null;
  const plugged = sessions.value;
  return (
    <dl class="panel figures" aria-label="Key figures">
      <Figure
        label="Firm now"
        value={<Mw powerW={of.firmW} decimals={3} />}
        note={plugged ? `${plugged.byState['in-reserve']} of ${plural(plugged.total, 'car')} in reserve` : ''}
      />
      <Figure
        label="Committed now"
        value={<Mw powerW={of.committedW} decimals={1} />}
        note={`MTU ${clockTime(of.mtuStart)}–${clockTime(of.mtuEnd)}`}
        bad={of.committedW > 0 && of.heldW !== null && of.heldW < of.committedW}
      />
      <Maintained of={of} />
      <NextGate of={of} />
      <Figure
        label="Capacity pay today"
        value={
          <>
            {eur(of.capacityPayTodayEur)} <small>EUR</small>
          </>
        }
        note={`so far · ${of.soldTodayMwH.toFixed(1)} MW,h sold`}
      />
      <Promises of={of} />
    </dl>
  );
}
