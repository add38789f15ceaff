import type { SettlementRow } from '../../api/dashboard-view.js';
import { deliveryDayName, eur } from '../format.js';
import { settlements } from '../live/store.js';
import { Empty, Panel } from './panel.js';

function Money({ amount, owed = false }: { readonly amount: string; readonly owed?: boolean }) {
  const zero = Number(amount) === 0;
  const negative = owed ? !zero : Number(amount) < 0;
  return <td class={negative ? 'negative' : undefined}>{owed && !zero ? `\u2212${eur(amount)}` : eur(amount)}</td>;
}

function Line({ row }: { readonly row: SettlementRow }) {
  return (
    <tr>
      <th class="left" scope="row">
        {deliveryDayName(row.deliveryDay)}
        {row.blockedMtus > 0 && <span class="negative"> · {row.blockedMtus} blocked</span>}
      </th>
      <td title={`maintained ${row.maintainedMwH.toFixed(3)} MW,h`}>{row.soldMwH.toFixed(1)}</td>
      <Money amount={row.capacityEur} />
      <Money amount={row.energyEur} />
      <Money amount={row.sanctionEur} owed />
      <Money amount={row.wearEur} owed />
      <Money amount={row.netEur} />
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
                <th scope="col">MW,h</th>
                <th scope="col">Capacity</th>
                <th scope="col">Energy</th>
                <th scope="col">Sanctions</th>
                <th scope="col">Wear</th>
                <th scope="col">Net</th>
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
