import type { AlertRow } from '../../api/dashboard-view.js';
import { clockTime, dayName } from '../format.js';
import { alerts } from '../live/store.js';
import { Chip, Empty, Panel } from './panel.js';

function Alert({ row }: { readonly row: AlertRow }) {
  const look = row.resolvedAt === null ? `alert-${row.severity}` : 'alert-resolved';
  return (
    <li class={`alert ${look}`}>
      <h3>{row.title}</h3>
      <span class="alert-when">
        {row.resolvedAt !== null && 'over · '}
        <time dateTime={new Date(row.at).toISOString()}>
          {dayName(row.at)} {clockTime(row.at)}
        </time>
      </span>
      <p>{row.detail}</p>
    </li>
  );
}

export function AlertsPanel() {
  const rows = alerts.value ?? [];
  const standing = rows.filter((row) => row.resolvedAt === null && row.severity !== 'notice').length;
  return (
    <Panel
      name="alerts"
      title="Alerts"
      tools={<Chip tone={standing > 0 ? 'bad' : 'good'}>{standing > 0 ? `${standing} open` : 'all clear'}</Chip>}
    >
      {rows.length === 0 ? (
        <Empty>Nothing to report: no shortfall, no rejected bid, no missed promise.</Empty>
      ) : (
        // The list scrolls, so the keyboard has to reach it.
        <ul class="alerts" tabIndex={0} aria-label="Alerts, newest first">
          {rows.map((row) => (
            <Alert key={row.id} row={row} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
