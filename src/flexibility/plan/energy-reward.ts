/** What a plan's prices pay for, one number each in worth per W. */
export interface RewardPrices {
  readonly up: number;
  readonly down: number;
  readonly powerUp: number;
  readonly powerDown: number;
}

/** A car over one endurance: powers W at the grid, energies Wh in the battery. */
export interface SustainedLimits {
  readonly maxChargeW: number;
  readonly maxDischargeW: number;
  readonly chargeEfficiency: number;
  readonly dischargeEfficiency: number;
  readonly hours: number;
  /** The least energy at the endurance's end, and the most. */
  readonly floorWh: number;
  readonly highWh: number;
}

const PIECES_MAX = 16;
const TINY_WH = 1e-9;

/**
 * What energy at an MTU's start is worth to the group, at given prices: `up·H + down·G + powerUp·D⁺ + powerDown·D⁻` with
 * `H` the highest power that the energy sustains for the endurance, `G` the strongest charging that it has room for,
 * `D⁺ = min(discharge limit, H + ρ(H + G))` and `D⁻` likewise: NEM takes from a member at most its spare power and, as
 * half an hour of net activation has left it, at most the round trip `ρ` of its shares. All four are concave in the
 * energy and piecewise linear, so the reward is: `endWh[j]` ends piece `j`, `slope[j]` is its slope.
 */
export class EnergyReward {
  readonly endWh = new Float64Array(PIECES_MAX);
  readonly slope = new Float64Array(PIECES_MAX);
  pieces = 0;
  /** The reward at the lowest energy asked for. */
  startValue = 0;

  /** No reward at all on any energy. */
  setNothing(): void {
    this.endWh[0] = Infinity;
    this.slope[0] = 0;
    this.pieces = 1;
    this.startValue = 0;
  }

  set(limits: SustainedLimits, prices: RewardPrices, lowWh: number): void {
    const { maxChargeW, maxDischargeW, chargeEfficiency, dischargeEfficiency, hours, floorWh, highWh } = limits;
    const roundTrip = chargeEfficiency * dischargeEfficiency;
    const fullUpWh = floorWh + (maxDischargeW * hours) / dischargeEfficiency;
    const fullDownWh = highWh - maxChargeW * chargeEfficiency * hours;
    let at = lowWh;
    let up = upPower(limits, at);
    let down = Math.min(maxChargeW, (highWh - at) / (chargeEfficiency * hours));
    this.startValue =
      prices.up * up +
      prices.down * down +
      prices.powerUp * Math.min(maxDischargeW, up + roundTrip * (up + down)) +
      prices.powerDown * Math.min(maxChargeW, down + roundTrip * (up + down));
    this.pieces = 0;
    while (this.pieces < PIECES_MAX) {
      const upSlope = at < floorWh ? 1 / (chargeEfficiency * hours) : at < fullUpWh ? dischargeEfficiency / hours : 0;
      const downSlope = at < fullDownWh ? 0 : -1 / (chargeEfficiency * hours);
      const slackSlope = roundTrip * (upSlope + downSlope);
      const slack = roundTrip * (up + down);
      let end = at < floorWh ? floorWh : Infinity;
      if (fullUpWh > at && fullUpWh < end) end = fullUpWh;
      if (fullDownWh > at && fullDownWh < end) end = fullDownWh;
      end = Math.min(end, crossing(at, up + slack - maxDischargeW, upSlope + slackSlope));
      end = Math.min(end, crossing(at, down + slack - maxChargeW, downSlope + slackSlope));
      const half = end === Infinity ? 1 : (end - at) / 2;
      let slope = prices.up * upSlope + prices.down * downSlope;
      if (up + slack + half * (upSlope + slackSlope) < maxDischargeW) slope += prices.powerUp * (upSlope + slackSlope);
      if (down + slack + half * (downSlope + slackSlope) < maxChargeW)
        slope += prices.powerDown * (downSlope + slackSlope);
      this.endWh[this.pieces] = end;
      this.slope[this.pieces++] = slope;
      if (end >= highWh) break;
      up += upSlope * (end - at);
      down += downSlope * (end - at);
      at = end;
    }
    this.endWh[this.pieces - 1] = Infinity;
  }
}

/** The highest grid power that an energy sustains over the endurance: below the floor it is charging. */
function upPower(limits: SustainedLimits, energyWh: number): number {
  const aboveWh = energyWh - limits.floorWh;
  const sustained = aboveWh >= 0 ? aboveWh * limits.dischargeEfficiency : aboveWh / limits.chargeEfficiency;
  return Math.min(limits.maxDischargeW, sustained / limits.hours);
}

/** Where a line that is `value` at `at` meets zero after it; infinite where it does not. */
function crossing(at: number, value: number, slope: number): number {
  if (value === 0 || value > 0 === slope > 0 || slope === 0) return Infinity;
  const root = at - value / slope;
  return root > at + TINY_WH ? root : Infinity;
}
