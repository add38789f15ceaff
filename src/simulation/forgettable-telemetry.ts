/** What nobody reads again in a run that keeps no log: without it a month of thousands of chargers fits into memory. */
export const FORGETTABLE_TELEMETRY: ReadonlySet<string> = new Set([
  'FrequencyRecorded',
  'SocReported',
  'GuaranteeGiven',
  'ResponseRecorded',
  'SharesAllocated',
  'VehiclePluggedIn',
  'VehicleUnplugged',
  'PromiseKept',
]);
