import { worthOf, type CapacityWorth, type WorthBand } from './plan-question.js';
import { DOWN, LINES, POWER_DOWN, POWER_UP, UP } from './vehicle-lines.js';
import type { GroupPrices } from './vehicle-programme.js';

/** The least temperature, W: below it a line is as good as hard. */
const COLDEST_W = 1;
const ROUNDING = 1e-9;

/**
 * The worth of a group's capacity, smooth enough to climb. By the group rule the capacity is the least of four lines: the
 * sums of the shares each way, and the power that NEM may use each way over `1 + nemPowerFactor` (shares that need not be
 * proportional; what proportional ones lose is counted when a plan is measured). The least is taken softly,
 * `−t·ln Σ exp(−line/t)`, with a temperature `t` that falls while a plan is improved. Its gradient prices the lines.
 */
export class GroupWorth {
  private readonly temperatureW: Float64Array;
  private readonly reserve: number;

  constructor(
    private readonly worth: readonly CapacityWorth[],
    nemPowerFactor: number,
  ) {
    this.temperatureW = new Float64Array(worth.length);
    this.reserve = 1 + nemPowerFactor;
  }

  /** Temperatures become `share` of the power of each MTU's lines. */
  heat(share: number, total: Float64Array): void {
    for (let mtu = 0; mtu < this.worth.length; mtu++) {
      const offset = mtu * LINES;
      const powerW = Math.max(total[offset + POWER_UP] as number, total[offset + POWER_DOWN] as number);
      this.temperatureW[mtu] = Math.max(COLDEST_W, share * powerW);
    }
  }

  /** Worth of one MTU at the lines from `offset` on. */
  valueAt(mtu: number, lines: Float64Array, offset: number): number {
    const up = lines[offset + UP] as number;
    const down = lines[offset + DOWN] as number;
    const powerUp = (lines[offset + POWER_UP] as number) / this.reserve;
    const powerDown = (lines[offset + POWER_DOWN] as number) / this.reserve;
    const least = Math.min(up, down, powerUp, powerDown);
    const t = this.temperatureW[mtu] as number;
    const sum =
      softly(up - least, t) + softly(down - least, t) + softly(powerUp - least, t) + softly(powerDown - least, t);
    return worthOf(this.worth[mtu] as CapacityWorth, least - t * Math.log(sum));
  }

  /** The gradient of all MTUs' worth at the group's lines. */
  price(total: Float64Array, prices: GroupPrices): void {
    for (let mtu = 0; mtu < this.worth.length; mtu++) {
      const offset = mtu * LINES;
      const up = total[offset + UP] as number;
      const down = total[offset + DOWN] as number;
      const powerUp = (total[offset + POWER_UP] as number) / this.reserve;
      const powerDown = (total[offset + POWER_DOWN] as number) / this.reserve;
      const least = Math.min(up, down, powerUp, powerDown);
      const t = this.temperatureW[mtu] as number;
      const partUp = softly(up - least, t);
      const partDown = softly(down - least, t);
      const partPowerUp = softly(powerUp - least, t);
      const partPowerDown = softly(powerDown - least, t);
      const sum = partUp + partDown + partPowerUp + partPowerDown;
      const price = this.marginal(mtu, least - t * Math.log(sum), t) / sum;
      prices.up[mtu] = price * partUp;
      prices.down[mtu] = price * partDown;
      prices.powerUp[mtu] = (price * partPowerUp) / this.reserve;
      prices.powerDown[mtu] = (price * partPowerDown) / this.reserve;
      prices.charging[mtu] = price * (partUp - partDown) + (price * (partPowerUp - partPowerDown)) / this.reserve;
    }
  }

  /** The most that capacity can be worth beyond what it costs at these prices, over all capacities: infinite below the last watt's worth. */
  surplus(prices: GroupPrices): number {
    let surplus = 0;
    this.worth.forEach((bands, mtu) => {
      const power = (prices.powerUp[mtu] as number) + (prices.powerDown[mtu] as number);
      const price = (prices.up[mtu] as number) + (prices.down[mtu] as number) + this.reserve * power;
      let from = 0;
      for (const { upToW, worth } of bands) {
        // Rounding apart, the price is never below the last watt's worth.
        if (worth > price * (1 + ROUNDING)) surplus += (worth - price) * (upToW - from);
        from = upToW;
      }
    });
    return surplus;
  }

  /** The worth of one more watt, sliding from band to band around their ends. */
  private marginal(mtu: number, capacityW: number, t: number): number {
    const bands = this.worth[mtu] as CapacityWorth;
    let marginal = (bands[bands.length - 1] as WorthBand).worth;
    for (let band = 0; band < bands.length - 1; band++) {
      const { upToW, worth } = bands[band] as WorthBand;
      const part = Math.min(1, Math.max(0, (upToW + t - capacityW) / (2 * t)));
      marginal += (worth - (bands[band + 1] as WorthBand).worth) * part;
    }
    return marginal;
  }
}

/** Beyond this many temperatures above the least, a line counts for nothing: exp(−20) is 2e-9. */
const NEGLIGIBLE = 20;

const softly = (above: number, t: number): number => (above > NEGLIGIBLE * t ? 0 : Math.exp(-above / t));
