import { bids, figures, sessions, settlements, status } from './live/store.js';
import { token } from './live/token.js';
import { AlertsPanel } from './panels/alerts.js';
import { Banners } from './panels/banners.js';
import { BidsPanel } from './panels/bids.js';
import { CapacityPanel } from './panels/capacity.js';
import { Figures } from './panels/figures.js';
import { Header } from './panels/header.js';
import { LivePanel } from './panels/live.js';
import { SessionsPanel } from './panels/sessions.js';
import { SettlementsPanel } from './panels/settlements.js';
import { SignIn } from './panels/sign-in.js';

/** A section that the reader's role does not show is never sent, and its panel is left out. */
function Panels() {
  return (
    <>
      <Figures />
      <div class="columns">
        <div class="column">
          <CapacityPanel />
          <LivePanel />
          {sessions.value && <SessionsPanel />}
        </div>
        <div class="column">
          <AlertsPanel />
          {bids.value && <BidsPanel />}
          {settlements.value && <SettlementsPanel />}
        </div>
      </div>
    </>
  );
}

export function App() {
  if (token.value === null) return <SignIn />;
  return (
    <>
      <Header />
      <main>
        <Banners />
        {figures.value ? <Panels /> : <p class="empty">Reading the ledger…</p>}
        <footer class="page-foot">
          Times on the market&apos;s clock ({status.value?.marketZone ?? 'Europe/Brussels'}). Power is positive into the
          grid.
        </footer>
      </main>
    </>
  );
}
