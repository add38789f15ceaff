import type { SettlementRow } from '../../api/dashboard-view.js';
import { deliveryDayName, eur, plural } from '../format.js';
import { settlements } from '../live/store.js';
import { Empty, Panel } from './panel.js';

interface MoneyProps {
  readonly amount: string;
  /** An amount ≥ 0 that we owe: shown with a minus. */
  readonly owed?: boolean;
  readonly strong?: boolean;
}
function Money({ amount, owed = false, strong = false }: MoneyProps) {
  const zero = Number(amount) === 0;
  const negative = owed ? !zero : Number(amount) < 0;
  const text = owed && !zero ? `\u2212${eur(amount)}` : eur(amount);
  return <td class={negative ? 'negative' : undefined}>{strong ? <b>{text}</b> : text}</td>;
}

const correctionNote = (version: number, amount: string): string =>
  `account ${version}, corrected by ${Number(amount) > 0 ? '+' : ''}${eur(amount)}`;

function Line({ row }: { readonly row: SettlementRow }) {
  return (
    <tr>
      <th class="left" scope="row">
        {deliveryDayName(row.deliveryDay)}
        {row.blockedMtus > 0 && <small class="below negative">{plural(row.blockedMtus, 'MTU')} blocked</small>}
        {row.correctedByEur !== null && <small class="below">{correctionNote(row.version, row.correctedByEur)}</small>}
      </th>
      <Money amount={row.netEur} strong />
      <td class="wide" title={`maintained ${row.maintainedMwH.toFixed(3)} MW,h`}>
        {row.soldMwH.toFixed(1)}
      </td>
      <Money amount={row.capacityEur} />
      <Money amount={row.energyEur} />
      <Money amount={row.sanctionEur} owed />
      <Money amount={row.wearEur} owed />
    </tr>
  );
}

export function SettlementsPanel() {
  const rows = settlements.value ?? [];
  return (
    <Panel name="settlements" title="Settlement" note="EUR">
      {rows.length === 0 ? (
        <Empty>No delivery day has been settled yet. A day is settled after its last MTU.</Empty>
      ) : (
        <div class="scroll">
          <table>
            <caption class="visually-hidden">Settled delivery days, newest first, EUR</caption>
            <thead>
              <tr>
                <th class="left" scope="col">
                  Day
                </th>
                <th scope="col">Net</th>
                <th class="wide" scope="col">
                  MW,h
                </th>
                <th scope="col">Capacity</th>
                <th scope="col">Energy</th>
                <th scope="col">Sanction</th>
                <th scope="col">Wear</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line key={row.deliveryDay} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
