import { useSignal } from '@preact/signals';
import type { SessionRow, SessionState, SessionsView } from '../../api/dashboard-view.js';
import { clockTime, dayName, kilowatts, percent, roughSpan } from '../format.js';
import { now } from '../live/clock.js';
import { sessions } from '../live/store.js';
import { Chip, Empty, Panel, type Tone } from './panel.js';

const STATES: Readonly<Record<SessionState, { readonly word: string; readonly tone: Tone; readonly says: string }>> = {
  'in-reserve': { word: 'in reserve', tone: 'good', says: 'Holds a share of the committed capacity' },
  charging: { word: 'charging', tone: 'accent', says: 'Charges towards its target, holds no share' },
  waiting: { word: 'waiting', tone: 'plain', says: 'Plugged in, neither charging nor in reserve' },
  'must-charge': { word: 'must charge', tone: 'warn', says: 'Needs full power until departure to keep the promise' },
  unreachable: { word: 'unreachable', tone: 'bad', says: 'Full power from now on does not reach the target in time' },
  blind: { word: 'no SoC', tone: 'plain', says: 'Battery, charge or departure unknown: earns no capacity' },
};

function Soc({ row }: { readonly row: SessionRow }) {
  const { socPermille, minSocPermille, targetSocPermille } = row;
  const promise = `minimum ${percent(minSocPermille)}, target ${percent(targetSocPermille)}`;
  const label = `${socPermille === null ? 'SoC unknown' : `SoC ${percent(socPermille)}`}, ${promise}`;
  return (
    <div class="soc" title={label}>
      <div class="soc-track" role="img" aria-label={label}>
        <div class="soc-fill" style={{ width: `${(socPermille ?? 0) / 10}%` }} />
        <div class="soc-mark minimum" style={{ left: `calc(${minSocPermille / 10}% - 1px)` }} />
        <div class="soc-mark" style={{ left: `calc(${targetSocPermille / 10}% - 1px)` }} />
      </div>
      <span>{socPermille === null ? '–' : percent(socPermille)}</span>
    </div>
  );
}

function Departure({ at }: { readonly at: number | null }) {
  if (at === null) return <td class="faint">not stated</td>;
  const left = at - now.value;
  return (
    <td title={`${dayName(at)} ${clockTime(at)}`}>
      {clockTime(at)} <span class="faint roomy">{left > 0 ? `in ${roughSpan(left)}` : 'overdue'}</span>
    </td>
  );
}

function Line({ row }: { readonly row: SessionRow }) {
  const { word, tone, says } = STATES[row.state];
  const reserve = row.upW > 0 || row.downW > 0 ? `+${kilowatts(row.upW)} / \u2212${kilowatts(row.downW)}` : '–';
  return (
    <tr>
      <th class="left" scope="row" title={`Session ${row.sessionId}`}>
        {row.chargerId}
      </th>
      <td class="left" title={says}>
        <Chip tone={tone}>{word}</Chip>
      </td>
      <td class="left">
        <Soc row={row} />
      </td>
      <td class="roomy">{row.baselineW === 0 ? '0.0' : kilowatts(row.baselineW).replace('-', '\u2212')}</td>
      <td class="roomy">{reserve}</td>
      <Departure at={row.departureAt} />
    </tr>
  );
}

type Filter = SessionState | 'all';

function Choices({
  view,
  chosen,
  choose,
}: {
  readonly view: SessionsView;
  readonly chosen: Filter;
  readonly choose: (filter: Filter) => void;
}) {
  const present = (Object.keys(STATES) as SessionState[]).filter((state) => view.byState[state] > 0);
  return (
    <div class="choices" role="group" aria-label="Sessions shown">
      <button type="button" aria-pressed={chosen === 'all'} onClick={() => choose('all')}>
        all <b>{view.total}</b>
      </button>
      {present.map((state) => (
        <button key={state} type="button" aria-pressed={chosen === state} onClick={() => choose(state)}>
          {STATES[state].word} <b>{view.byState[state]}</b>
        </button>
      ))}
    </div>
  );
}

function SessionTable({ rows }: { readonly rows: readonly SessionRow[] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Sessions, most urgent first">
      <table>
        <caption class="visually-hidden">Plugged-in cars and what their drivers were promised</caption>
        <thead>
          <tr>
            <th class="left" scope="col">
              Charger
            </th>
            <th class="left" scope="col">
              State
            </th>
            <th class="left" scope="col">
              SoC<span class="roomy"> · minimum · target</span>
            </th>
            <th class="roomy" scope="col">
              Baseline kW
            </th>
            <th class="roomy" scope="col">
              Share up / down kW
            </th>
            <th scope="col">Leaves</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.sessionId} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function SessionsPanel() {
  const filter = useSignal<Filter>('all');
  const view = sessions.value;
  if (!view || view.total === 0)
    return (
      <Panel name="sessions" title="Sessions and their promise">
        <Empty>No car is plugged in.</Empty>
      </Panel>
    );
  const chosen = filter.value === 'all' || view.byState[filter.value] > 0 ? filter.value : 'all';
  const rows = view.rows.filter((row) => chosen === 'all' || row.state === chosen);
  return (
    <Panel
      name="sessions"
      title="Sessions and their promise"
      note={view.rows.length < view.total ? `the ${view.rows.length} most urgent` : undefined}
      tools={<Choices view={view} chosen={chosen} choose={(next) => (filter.value = next)} />}
    >
      <SessionTable rows={rows} />
    </Panel>
  );
}
