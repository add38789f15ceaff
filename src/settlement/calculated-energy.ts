/** Σ maintained·|deviation| in W·mHz·s, as `DeliveryScored` carries it, in both directions (magnitudes ≥ 0). */
export interface CalculatedSums {
  readonly calculatedUpWMhzS: number;
  readonly calculatedDownWMhzS: number;
}

/** Activation energy of one settlement period in whole milliwatt-hours, magnitudes ≥ 0. */
export interface ActivatedEnergy {
  readonly upMilliWh: number;
  readonly downMilliWh: number;
}

/** 100 mHz is full activation, 3600 s an hour: W·mHz·s ÷ 100 ÷ 3600 × 1000 = mWh. */
const W_MHZ_S_PER_MILLI_WH = 360;

/**
 * Calculated energy (frequency × maintained capacity, not metered: data.fingrid.fi datasets 343 and 344) to the
 * nearest milliwatt-hour, halves up. The sums are exact integers, so this is the energy's only rounding.
 */
export function activatedEnergy(sums: CalculatedSums): ActivatedEnergy {
  return {
    upMilliWh: roundHalfUp(sums.calculatedUpWMhzS),
    downMilliWh: roundHalfUp(sums.calculatedDownWMhzS),
  };
}

/** Only the difference, in the direction that outweighs. */
export function netted({ upMilliWh, downMilliWh }: ActivatedEnergy): ActivatedEnergy {
  const net = upMilliWh - downMilliWh;
  return { upMilliWh: Math.max(0, net), downMilliWh: Math.max(0, -net) };
}

/** Watt-seconds to whole milliwatt-hours, halves up: 1 mWh = 3.6 Ws. */
export const milliWattHoursOf = (energyWs: number): number => Math.floor((energyWs * 10 + 18) / 36);

const roundHalfUp = (energyWMhzS: number): number =>
  Math.floor((energyWMhzS + W_MHZ_S_PER_MILLI_WH / 2) / W_MHZ_S_PER_MILLI_WH);
