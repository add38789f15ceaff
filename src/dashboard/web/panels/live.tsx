import { useSignal } from '@preact/signals';
import { FrequencyPlot, ResponsePlot } from '../charts/live-plots.js';
import { clockSeconds, hertz, kilowatts } from '../format.js';
import { trace } from '../live/store.js';
import { deliveredAt, type Trace } from '../live/trace.js';
import { Chip, Empty, Panel } from './panel.js';

const WINDOWS = [
  { name: '10 min', ms: 600_000 },
  { name: '1 h', ms: 3_600_000 },
] as const;

const signed = (powerW: number | null): string =>
  powerW === null ? '–' : `${powerW > 0 ? '+' : powerW < 0 ? '\u2212' : ''}${kilowatts(Math.abs(powerW))} kW`;
const minutes = (value: number | null): string => (value === null ? '–' : String(Math.max(0, Math.round(value))));

/** The last stretch that was recorded at or before `at`. */
const responseAt = (of: Trace, at: number) => of.response.findLast((piece) => piece.from <= at) ?? null;

function Reading({ of, at }: { readonly of: Trace; readonly at: number | null }) {
  const found = at === null ? of.at.length - 1 : of.at.findIndex((sample) => sample >= at);
  const index = found < 0 ? of.at.length - 1 : found;
  const instant = of.at[index] ?? 0;
  const millihertz = of.millihertz[index] ?? null;
  const response = responseAt(of, instant);
  const delivered = deliveredAt(of)[index] ?? (at === null ? (response?.deliveredW ?? null) : null);
  return (
    <dl class="live-figures">
      <div>
        <dt>{clockSeconds(instant)}</dt>
        <dd style={{ color: 'var(--chart-frequency)' }}>
          {millihertz === null ? 'no sample' : `${hertz(millihertz)} Hz`}
        </dd>
      </div>
      <div>
        <dt>Required</dt>
        <dd>{signed(of.requiredW[index] ?? null)}</dd>
      </div>
      <div>
        <dt>Delivered</dt>
        <dd style={{ color: 'var(--chart-delivered)' }}>{signed(delivered)}</dd>
      </div>
      <div>
        <dt>Endurance up / down</dt>
        <dd>
          {minutes(response?.enduranceUpMin ?? null)} / {minutes(response?.enduranceDownMin ?? null)} min
        </dd>
      </div>
      {response && response.energyManagement !== 'none' && (
        <div>
          <Chip tone={response.energyManagement === 'AEM' ? 'bad' : 'warn'}>{response.energyManagement} acting</Chip>
        </div>
      )}
    </dl>
  );
}

export function LivePanel() {
  const windowMs = useSignal<number>(WINDOWS[0].ms);
  const pointed = useSignal<number | null>(null);
  const of = trace.value;
  const onPoint = (at: number | null): void => void (pointed.value = at);
  const choices = WINDOWS.map(({ name, ms }) => (
    <button key={name} type="button" aria-pressed={windowMs.value === ms} onClick={() => (windowMs.value = ms)}>
      {name}
    </button>
  ));
  return (
    <Panel
      name="live"
      title="Frequency and response"
      note="Hz and kW, upward positive"
      tools={
        <div class="choices" role="group" aria-label="Length of time shown">
          {choices}
        </div>
      }
    >
      {of.at.length === 0 ? (
        <Empty>No frequency sample has arrived yet.</Empty>
      ) : (
        <div class="panel-body">
          <Reading of={of} at={pointed.value} />
          <FrequencyPlot trace={of} windowMs={windowMs.value} onPoint={onPoint} />
          <ResponsePlot trace={of} windowMs={windowMs.value} onPoint={onPoint} />
          <ul class="legend" style={{ marginTop: '6px', marginBottom: 0 }}>
            <li>
              <span class="swatch swatch-line" style={{ '--swatch': 'var(--chart-required)' }} />
              Required by the droop, each second
            </li>
            <li>
              <span class="swatch swatch-line" style={{ '--swatch': 'var(--chart-delivered)' }} />
              Delivered, mean of each recorded stretch
            </li>
          </ul>
        </div>
      )}
    </Panel>
  );
}
