import type {
  BidDay,
  BidRow,
  BidState,
  CapacityRow,
  DashboardView,
  FiguresView,
  FrequencyPiece,
  LiveView,
  ResponsePiece,
  SectionName,
  SessionRow,
  SessionState,
  SessionsView,
  SettlementRow,
  StatusView,
  AlertRow,
} from '../../src/dashboard/api/dashboard-view.js';
import type { ViewSource } from '../../src/dashboard/api/section-feed.js';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);
/** Tuesday afternoon, three quarters of an hour before the gate closes for Wednesday. */
export const FIXTURE_START = at('2026-01-13T16:44:10+01:00');
const YESTERDAY = at('2026-01-12T00:00:00+01:00');
const TODAY = YESTERDAY + 24 * HOUR;
const TOMORROW = TODAY + 24 * HOUR;

/** Repeatable numbers in [0, 1) from an integer. */
const noise = (seed: number): number => {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return x - Math.floor(x);
};

function firmOf(hourIndex: number): number {
  const hour = hourIndex % 24;
  const night = Math.cos(((hour - 2) / 24) * 2 * Math.PI);
  return Math.round((0.52 + 0.34 * night + 0.05 * (noise(hourIndex) - 0.5)) * 1e6);
}
const soldOf = (hourIndex: number): number => Math.floor((firmOf(hourIndex) * 0.84) / 1e5) * 1e5;
const priceOf = (hourIndex: number): string => (14 + 18 * noise(hourIndex + 400)).toFixed(2);

function capacityRows(now: number): CapacityRow[] {
  return Array.from({ length: 72 }, (_, index) => {
    const mtuStart = YESTERDAY + index * HOUR;
    const sold = index < 48 ? soldOf(index) : 0;
    const shortW = index === 38 ? 34_000 : index === 9 ? 61_000 : 0;
    const started = mtuStart <= now;
    return {
      mtuStart,
      mtuEnd: mtuStart + HOUR,
      firmW:
        mtuStart <= now + 8 * HOUR
          ? mtuStart > now
            ? Math.round(sold * (1 - Math.min(0.6, (mtuStart - now) / (14 * HOUR)))) + 40_000
            : Math.max(0, firmOf(index) - (shortW > 0 ? 60_000 : 0))
          : null,
      offeredW: index < 48 ? sold : soldOf(index),
      committedW: sold,
      shortW: started ? shortW : 0,
      toComeW: mtuStart > now ? Math.round(sold * Math.min(0.6, (mtuStart - now) / (14 * HOUR))) : 0,
      maintainedW: started && sold > 0 ? Math.round(sold * (index === 9 ? 0.91 : 1)) : null,
      priceEurPerMwH: index < 48 ? priceOf(index) : null,
    };
  });
}

function bidRows(day: number, state: (index: number) => BidState): BidRow[] {
  return Array.from({ length: 24 }, (_, hour) => {
    const index = day * 24 + hour;
    const word = state(hour);
    const awarded = word === 'committed' ? soldOf(index) : word === 'not-awarded' ? 0 : null;
    return {
      bidId: `FCR-N-2026-01-${12 + day}-${String(hour).padStart(2, '0')}-1`,
      mtuStart: YESTERDAY + index * HOUR,
      quantityW: soldOf(index) + (word === 'not-awarded' ? 1e5 : 0),
      priceEurPerMwH: (9 + noise(index)).toFixed(2),
      state: word,
      awardedW: awarded,
      clearingPriceEurPerMwH: awarded === null ? null : priceOf(index),
    };
  });
}

const STATE_ORDER: SessionState[] = ['unreachable', 'must-charge', 'charging', 'in-reserve', 'waiting', 'blind'];
function stateOf(index: number): SessionState {
  if (index === 7) return 'unreachable';
  if (index === 21 || index === 33) return 'must-charge';
  if (index === 40) return 'blind';
  return index % 6 === 0 ? 'charging' : index % 11 === 0 ? 'waiting' : 'in-reserve';
}
function sessionRow(index: number): SessionRow {
  const state = stateOf(index);
  const reserve = state === 'in-reserve';
  const soc = state === 'blind' ? null : Math.round(state === 'unreachable' ? 240 : 380 + 420 * noise(index));
  const departureAt = TODAY + 17.5 * HOUR + Math.round(noise(index + 90) * 15 * 4) * 900_000;
  return {
    sessionId: `S-${4100 + index}`,
    chargerId: `garage-${String(index + 1).padStart(2, '0')}`,
    state,
    socPermille: soc,
    minSocPermille: index % 5 === 0 ? 300 : 200,
    targetSocPermille: index % 3 === 0 ? 700 : 800,
    departureAt: state === 'blind' ? null : departureAt,
    mustChargeAt: departureAt - 2 * HOUR,
    baselineW: reserve ? -Math.round(noise(index + 7) * 3800) : state === 'waiting' || state === 'blind' ? 0 : -11_000,
    upW: reserve ? Math.round(7_000 + 3_800 * noise(index + 3)) : 0,
    downW: reserve ? Math.round(6_000 + 4_100 * noise(index + 5)) : 0,
  };
}
function sessionsView(): SessionsView {
  const rows = Array.from({ length: 57 }, (_, index) => sessionRow(index));
  rows.sort(
    (a, b) =>
      STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state) || (a.departureAt ?? 0) - (b.departureAt ?? 0),
  );
  const byState = Object.fromEntries(STATE_ORDER.map((s) => [s, rows.filter((row) => row.state === s).length]));
  return { total: rows.length, byState: byState as Record<SessionState, number>, rows };
}

function settlementRows(): SettlementRow[] {
  return Array.from({ length: 9 }, (_, back) => {
    const sold = 12.4 + 3 * noise(back + 60);
    const capacity = sold * 22.1;
    const sanction = back === 3 ? 14.72 : 0;
    const wear = sold * 4.6;
    return {
      deliveryDay: new Date(TODAY - back * 24 * HOUR - 1).toISOString().slice(0, 10),
      soldMwH: Number(sold.toFixed(1)),
      maintainedMwH: sold,
      capacityEur: capacity.toFixed(2),
      energyEur: (6 * (noise(back) - 0.6)).toFixed(2),
      sanctionEur: sanction.toFixed(2),
      wearEur: wear.toFixed(2),
      netEur: (capacity - sanction - wear).toFixed(2),
      blockedMtus: back === 5 ? 1 : 0,
      version: back === 3 ? 2 : 1,
      correctedByEur: back === 3 ? '-1.20' : null,
    };
  });
}

function alertRows(): AlertRow[] {
  return [
    {
      id: 'fixture 9120',
      at: FIXTURE_START - 6 * 60_000,
      kind: 'shortfall',
      severity: 'critical',
      resolvedAt: null,
      title: 'Maintained 0.066 of 0.1 MW, Tue 13 Jan 14:00',
      detail: 'The shortfall is not paid, and sanctioned in the settlement of the day.',
    },
    {
      id: 'fixture 8804',
      at: FIXTURE_START - 4 * HOUR,
      kind: 'unconfirmed',
      severity: 'warning',
      resolvedAt: FIXTURE_START - 4 * HOUR + 240_000,
      title: 'No acknowledgement for Wed 14 Jan',
      detail: 'Document 5f1c… was asked for again and has been acknowledged.',
    },
    {
      id: 'fixture 7011',
      at: FIXTURE_START - 9 * HOUR,
      kind: 'promise-missed',
      severity: 'critical',
      resolvedAt: null,
      title: 'Promise missed: garage-14',
      detail: 'Session S-4098 left with 46.1 kWh; 48.0 kWh were promised.',
    },
  ];
}

/** Nordic-looking frequency: slow swings and a little hiss. */
function millihertzAt(instant: number): number {
  const t = instant / 1000;
  const swing = 24 * Math.sin(t / 97) + 17 * Math.sin(t / 41 + 1) + 9 * Math.sin(t / 11.3);
  return Math.round(50_000 + swing + 6 * (noise(Math.floor(t)) - 0.5));
}
function frequencyPiece(position: number, from: number, seconds: number, committedW: number): FrequencyPiece {
  const millihertz = Array.from({ length: seconds }, (_, second) => millihertzAt(from + second * 1000));
  const requiredW = millihertz.map((value) => (committedW * Math.max(-100, Math.min(100, 50_000 - value))) / 100);
  return { position, from, stepMs: 1000, millihertz, requiredW };
}
function responsePiece(of: FrequencyPiece, committedW: number): ResponsePiece {
  const required = of.requiredW.reduce<number>((sum, value) => sum + (value ?? 0), 0) / of.requiredW.length;
  return {
    position: of.position,
    from: of.from,
    to: of.from + of.millihertz.length * 1000,
    committedW,
    requiredW: required,
    deliveredW: required * (0.985 + 0.03 * noise(of.from / 1000)),
    maintainedW: committedW,
    enduranceUpMin: 96 + 12 * Math.sin(of.from / 9e5),
    enduranceDownMin: 88 - 12 * Math.sin(of.from / 9e5),
    energyManagement: 'none',
  };
}

/** A trading day with something of everything in it, on a clock that the test moves. Same calls, same view. */
export class DashboardFixture implements ViewSource {
  now = FIXTURE_START;
  halted = false;
  approved = false;
  withdrawn = false;
  preparing: StatusView['preparing'] = null;
  empty = false;
  private at = 9_200;
  private readonly frequency: FrequencyPiece[] = [];
  private readonly response: ResponsePiece[] = [];

  constructor() {
    for (let back = 60; back > 0; back -= 1) this.record(FIXTURE_START - back * 60_000, 60);
  }

  /** Lets `seconds` pass, with one piece of frequency and response. */
  pass(seconds: number): void {
    this.record(this.now, seconds);
    this.now += seconds * 1000;
  }

  /** A command took effect: an event more in the log. */
  touch(): void {
    this.at += 1;
  }

  position(): number {
    return this.at;
  }

  liveAfter(position: number): LiveView {
    if (this.empty) return { frequency: [], response: [] };
    const since = <P extends { position: number; from: number }>(pieces: P[]): P[] =>
      pieces.filter((piece) => piece.position > position && piece.from >= this.now - HOUR);
    return { frequency: since(this.frequency), response: since(this.response) };
  }

  section<K extends SectionName>(name: K): DashboardView[K] {
    return this.sections()[name]();
  }

  private sections(): { readonly [K in SectionName]: () => DashboardView[K] } {
    const none = this.empty;
    return {
      status: () => this.status(),
      figures: () => this.figures(),
      capacity: () => (none ? [] : capacityRows(this.now)),
      bids: () => (none ? [] : this.bidDays()),
      sessions: () => (none ? { ...sessionsView(), total: 0, rows: [] } : sessionsView()),
      settlements: () => (none ? [] : settlementRows()),
      alerts: () => (none ? [] : alertRows()),
    };
  }

  private record(from: number, seconds: number): void {
    this.at += 1;
    const committedW = soldOf(Math.floor((from - YESTERDAY) / HOUR));
    const piece = frequencyPiece(this.at, from, seconds, committedW);
    this.frequency.push(piece);
    for (let start = 0; start < seconds; start += 10)
      this.response.push(
        responsePiece(
          frequencyPiece(this.at, from + start * 1000, Math.min(10, seconds - start), committedW),
          committedW,
        ),
      );
  }

  private status(): StatusView {
    return {
      now: this.now,
      simulated: true,
      speed: 60,
      preparing: this.preparing,
      approval: 'trader',
      tradingHalted: this.halted,
      product: 'FCR-N',
      marketZone: 'Europe/Brussels',
      gateZone: 'Europe/Helsinki',
    };
  }

  private figures(): FiguresView {
    const index = Math.floor((this.now - YESTERDAY) / HOUR);
    const promises = { kept: 31, missed: 1, unreachable: 2 };
    return {
      deliveryDay: '2026-01-13',
      mtuStart: YESTERDAY + index * HOUR,
      mtuEnd: YESTERDAY + (index + 1) * HOUR,
      firmW: this.empty ? 0 : firmOf(index),
      committedW: this.empty ? 0 : soldOf(index),
      heldW: this.empty ? null : soldOf(index),
      maintainedW: this.empty ? null : soldOf(index),
      nextGate: { deliveryDay: '2026-01-14', closesAt: TODAY + 17.5 * HOUR, state: this.bidDays()[0]?.state ?? 'none' },
      capacityPayTodayEur: this.empty ? '0' : '161.38',
      soldTodayMwH: this.empty ? 0 : 11.9,
      promisesToday: this.empty ? { kept: 0, missed: 0, unreachable: 0 } : promises,
      promisesSevenDays: this.empty
        ? { kept: 0, missed: 0, unreachable: 0 }
        : { kept: 268, missed: 3, unreachable: 11 },
    };
  }

  private bidDays(): BidDay[] {
    const tomorrow = this.withdrawn ? 'withdrawn' : this.approved ? 'acknowledged' : 'planned';
    const gate = (day: number): number => day - 6.5 * HOUR;
    return [
      {
        deliveryDay: '2026-01-14',
        state: tomorrow,
        gateClosureAt: gate(TOMORROW),
        awaitsApproval: tomorrow === 'planned',
        canWithdraw: tomorrow === 'acknowledged',
        note: tomorrow === 'planned' ? 'Waiting for a trader to approve.' : null,
        bids: bidRows(2, () => tomorrow),
      },
      {
        deliveryDay: '2026-01-13',
        state: 'committed',
        gateClosureAt: gate(TODAY),
        awaitsApproval: false,
        canWithdraw: false,
        note: null,
        bids: bidRows(1, (hour) => (hour === 11 || hour === 12 ? 'not-awarded' : 'committed')),
      },
      {
        deliveryDay: '2026-01-12',
        state: 'committed',
        gateClosureAt: gate(YESTERDAY),
        awaitsApproval: false,
        canWithdraw: false,
        note: null,
        bids: bidRows(0, () => 'committed'),
      },
    ];
  }
}
