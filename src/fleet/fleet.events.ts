/** Instants are ISO 8601 UTC, SoC is the vehicle's gauge in permille, energies are battery-side Wh, powers grid-side W. */

/** What the battery takes or gives at most at a state of charge, grid-side; linear between points, constant outside them. */
export interface SocPowerPoint {
  readonly socPermille: number;
  readonly maxW: number;
}

/** A car was connected. `socPermille` null: the gauge is unknown, the car earns no capacity until it reports. */
export interface VehiclePluggedIn {
  readonly type: 'VehiclePluggedIn';
  readonly data: {
    readonly sessionId: string;
    readonly chargerId: string;
    /** Pseudonym; null where the operator gives none. */
    readonly driverId: string | null;
    readonly at: string;
    /** null: unknown battery, no capacity. */
    readonly batteryWh: number | null;
    readonly socPermille: number | null;
    readonly maxChargeW: number;
    readonly maxDischargeW: number;
    /** Limits that taper with the state of charge, below the two above; states of charge rise. Absent: none stated. */
    readonly chargeCurve?: readonly SocPowerPoint[];
    readonly dischargeCurve?: readonly SocPowerPoint[];
    /** Loss while plugged in, battery-side W. Absent: none stated. */
    readonly standbyW?: number;
    readonly chargeEfficiencyPermille: number;
    readonly dischargeEfficiencyPermille: number;
    readonly targetSocPermille: number;
    readonly minSocPermille: number;
    readonly maxSocPermille: number;
    /** null: not stated; the car is charged at once and sells nothing. */
    readonly departureAt: string | null;
    readonly v2g: boolean;
  };
}

export interface SocReported {
  readonly type: 'SocReported';
  readonly data: {
    readonly sessionId: string;
    readonly chargerId: string;
    readonly at: string;
    readonly socPermille: number;
    /** Injection positive; null where not measured. */
    readonly powerW: number | null;
    readonly quality: 'measured' | 'estimated';
  };
}

export interface MeterValuesRecorded {
  readonly type: 'MeterValuesRecorded';
  readonly data: {
    readonly sessionId: string;
    readonly chargerId: string;
    readonly at: string;
    readonly importWhCumulated: number;
    readonly exportWhCumulated: number;
  };
}

/** The driver (or fleet manager) stated or changed what is promised. Only fields that were stated; the rest stands. */
export interface PreferencesStated {
  readonly type: 'PreferencesStated';
  readonly data: {
    readonly sessionId: string;
    readonly targetSocPermille: number;
    readonly minSocPermille: number;
    readonly departureAt: string | null;
    readonly v2g: boolean;
    /** What may be taken out of the battery in this plug-in; null: no limit. Absent: never stated. */
    readonly maxDischargeWh?: number | null;
    /** Full equivalent cycles in a delivery day, thousandths; null: no limit. Absent: never stated. */
    readonly maxDailyCyclesPermille?: number | null;
  };
}

/**
 * What we told the driver: the promise, and how much may be used meanwhile. Where a limit on discharge is set, it is told
 * anew when a kilowatt-hour of that is used, and when nothing is left.
 */
export interface GuaranteeGiven {
  readonly type: 'GuaranteeGiven';
  readonly data: {
    readonly sessionId: string;
    readonly at: string;
    readonly targetSocPermille: number;
    readonly departureAt: string | null;
    readonly minSocPermille: number;
    /** False: charging alone at full power can't reach the target by the departure. */
    readonly reachable: boolean;
    /** Grid-side Wh that can be supplied now and still be charged back, within what is left of limits on discharge. */
    readonly safelyDischargeableWh: number;
    readonly mustChargeAt: string | null;
  };
}

export interface VehicleUnplugged {
  readonly type: 'VehicleUnplugged';
  readonly data: {
    readonly sessionId: string;
    readonly chargerId: string;
    readonly at: string;
    readonly socPermille: number | null;
  };
}

/** How the session ended against its promise. `unreachable`: the target could not be reached by charging alone from the plug-in to the stated departure (or the actual one, if earlier). */
export interface PromiseSettled {
  readonly type: 'PromiseKept' | 'PromiseMissed' | 'PromiseUnreachable';
  readonly data: {
    readonly sessionId: string;
    readonly at: string;
    readonly targetWh: number;
    readonly departureWh: number;
  };
}

export type SessionEvent =
  | VehiclePluggedIn
  | SocReported
  | MeterValuesRecorded
  | PreferencesStated
  | GuaranteeGiven
  | VehicleUnplugged
  | PromiseSettled;

export interface SiteRegistered {
  readonly type: 'SiteRegistered';
  readonly data: {
    readonly siteId: string;
    readonly name: string | null;
    readonly address: string | null;
    /** Import limit of the connection; null = none known. 0 means zero. */
    readonly fuseLimitW: number | null;
    readonly deliveryGroup: string;
    readonly balanceResponsibleParty: string | null;
  };
}

export interface ChargerRegistered {
  readonly type: 'ChargerRegistered';
  readonly data: {
    readonly chargerId: string;
    readonly siteId: string | null;
    readonly connectors: number;
    readonly current: 'AC' | 'DC';
    readonly maxChargeW: number;
    readonly maxDischargeW: number;
    /** Hardware can discharge. */
    readonly v2gReady: boolean;
    readonly prequalification: 'none' | 'applied' | 'prequalified' | 'expired';
    /** The owner's limits for every car on it, as a driver's; absent or null: none. */
    readonly maxDischargeWh?: number | null;
    readonly maxDailyCyclesPermille?: number | null;
  };
}

/** Raw samples of a grid area. Stream `frequency-<area>-<hour>`. A missing sample is null, never 0 Hz. */
export interface FrequencyRecorded {
  readonly type: 'FrequencyRecorded';
  readonly data: {
    readonly area: string;
    readonly from: string;
    readonly stepMs: number;
    readonly millihertz: readonly (number | null)[];
  };
}

export type FleetEvent = SessionEvent | SiteRegistered | ChargerRegistered | FrequencyRecorded;
