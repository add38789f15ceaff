import { useSignal } from '@preact/signals';
import icon from '../icon.svg';
import { clockSeconds, dayName, zoneName } from '../format.js';
import { now } from '../live/clock.js';
import { connection } from '../live/connection.js';
import { post } from '../live/http.js';
import { status } from '../live/store.js';
import { claims, isTrader, signOut } from '../live/token.js';
import { Chip } from './panel.js';

function ConnectionChip() {
  const { state } = connection.value;
  if (state === 'live')
    return (
      <Chip tone="good">
        <span class="dot" aria-hidden="true" />
        Connected
      </Chip>
    );
  return <Chip tone="warn">{state === 'connecting' ? 'Connecting…' : 'Connection lost'}</Chip>;
}

/** Halts new documents to the TSO, or lets them go out again. Capacity already committed is delivered either way. */
function TradingSwitch({ halted }: { readonly halted: boolean }) {
  const problem = useSignal<string | null>(null);
  const busy = useSignal(false);
  const flip = async (): Promise<void> => {
    busy.value = true;
    problem.value = null;
    try {
      await post(halted ? '/trading/resume' : '/trading/halt');
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
    busy.value = false;
  };
  return (
    <>
      {problem.value && (
        <span class="problem" role="alert">
          {problem.value}
        </span>
      )}
      <Chip tone={halted ? 'bad' : 'plain'}>{halted ? 'Trading halted' : 'Trading on'}</Chip>
      <button
        type="button"
        class={halted ? 'primary' : 'danger'}
        disabled={busy.value}
        onClick={() => void flip()}
        title="A halt stops new bids; committed capacity is delivered all the same"
      >
        {halted ? 'Resume trading' : 'Halt trading'}
      </button>
    </>
  );
}

function MarketClock() {
  const at = now.value;
  const seen = status.value;
  if (at === 0 || !seen) return null;
  return (
    <div class="market-clock">
      <time dateTime={new Date(at).toISOString()}>
        {dayName(at)} {clockSeconds(at)}
      </time>
      <span>{zoneName(at)}</span>
      {seen.simulated ? <Chip tone="accent">Simulated · {seen.speed}×</Chip> : <Chip tone="good">Live</Chip>}
    </div>
  );
}

export function Header() {
  const seen = status.value;
  const reader = claims();
  return (
    <header class="header">
      <h1 class="brand">
        <img src={icon} alt="" />
        Backfeed <small>{seen?.product ?? ''}</small>
      </h1>
      <MarketClock />
      <div class="header-end">
        <ConnectionChip />
        {seen && isTrader() && <TradingSwitch halted={seen.tradingHalted} />}
        {seen?.tradingHalted && !isTrader() && <Chip tone="bad">Trading halted</Chip>}
        {reader && <Chip tone="plain">{reader.roles.join(', ')}</Chip>}
        <button type="button" onClick={() => signOut(null)}>
          Sign out
        </button>
      </div>
    </header>
  );
}
