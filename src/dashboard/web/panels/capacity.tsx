import { useComputed, useSignal } from '@preact/signals';
import type { CapacityRow } from '../../api/dashboard-view.js';
import { CapacityPlot } from '../charts/capacity-plot.js';
import { clockTime, dayName, megawatts } from '../format.js';
import { now } from '../live/clock.js';
import { capacity } from '../live/store.js';
import { Empty, Panel } from './panel.js';

const text = (powerW: number | null): string => (powerW === null ? '–' : megawatts(powerW));

const LEGEND = [
  { name: 'Firm', shape: 'swatch', colour: '--chart-firm' },
  { name: 'Committed', shape: 'swatch', colour: '--chart-committed' },
  { name: 'Committed, cars still to come', shape: 'swatch', colour: '--chart-to-come' },
  { name: 'Short', shape: 'swatch', colour: '--chart-short' },
  { name: 'Offered', shape: 'swatch swatch-outline', colour: '--chart-offered' },
  { name: 'Maintained', shape: 'swatch swatch-line', colour: '--chart-maintained' },
] as const;

function Legend() {
  return (
    <ul class="legend">
      {LEGEND.map(({ name, shape, colour }) => (
        <li key={name}>
          <span class={shape} style={{ '--swatch': `var(${colour})` }} />
          {name}
        </li>
      ))}
    </ul>
  );
}

function readout(row: CapacityRow): string {
  const parts = [
    `${dayName(row.mtuStart)} ${clockTime(row.mtuStart)}–${clockTime(row.mtuEnd)}`,
    `firm ${text(row.firmW)} MW`,
  ];
  if (row.committedW > 0) parts.push(`committed ${megawatts(row.committedW, 1)} MW`);
  else if (row.offeredW > 0) parts.push(`offered ${megawatts(row.offeredW, 1)} MW`);
  if (row.shortW > 0) parts.push(`short ${text(row.shortW)} MW`);
  if (row.toComeW > 0) parts.push(`${text(row.toComeW)} MW of it by cars still to come`);
  if (row.maintainedW !== null && row.committedW > 0) parts.push(`maintained ${text(row.maintainedW)} MW`);
  if (row.priceEurPerMwH !== null) parts.push(`${row.priceEurPerMwH} EUR/MW,h`);
  return parts.join(' · ');
}

function AsTable({ rows }: { readonly rows: readonly CapacityRow[] }) {
  return (
    <div class="scroll">
      <table>
        <caption class="visually-hidden">Capacity per MTU, MW</caption>
        <thead>
          <tr>
            <th class="left" scope="col">
              MTU
            </th>
            <th scope="col">Firm</th>
            <th scope="col">Offered</th>
            <th scope="col">Committed</th>
            <th scope="col">Short</th>
            <th scope="col">Maintained</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.mtuStart}>
              <th class="left" scope="row">
                {dayName(row.mtuStart)} {clockTime(row.mtuStart)}
              </th>
              <td>{text(row.firmW)}</td>
              <td>{megawatts(row.offeredW, 1)}</td>
              <td>{megawatts(row.committedW, 1)}</td>
              <td class={row.shortW > 0 ? 'negative' : undefined}>{megawatts(row.shortW)}</td>
              <td>{text(row.maintainedW)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function CapacityPanel() {
  const pointed = useSignal<CapacityRow | null>(null);
  const open = useSignal(false);
  const rows = capacity.value ?? [];
  const current = useComputed(() =>
    (capacity.value ?? []).find((row) => row.mtuStart <= now.value && now.value < row.mtuEnd),
  ).value;
  const told = pointed.value ?? current ?? null;
  return (
    <Panel name="capacity" title="Capacity against commitment" note="MW per MTU, yesterday to tomorrow">
      {rows.length === 0 ? (
        <Empty>No firm capacity measured and nothing committed yet.</Empty>
      ) : (
        <div class="panel-body">
          <Legend />
          <p class="readout">{told && readout(told)}</p>
          <CapacityPlot rows={rows} onPoint={(row) => (pointed.value = row)} />
          <details class="as-table" onToggle={(event) => (open.value = event.currentTarget.open)}>
            <summary>Show as a table</summary>
            {open.value && <AsTable rows={rows} />}
          </details>
        </div>
      )}
    </Panel>
  );
}
