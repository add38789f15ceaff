/** Errors in how a plan keeps to allowances, curves and fuses. */
const LIMITS = ['plan-limits'];

export const PLAN_ERRORS = [
  {
    name: 'a plan follows its prices past the owner’s allowance',
    file: 'src/flexibility/plan/vehicle-programme.ts',
    find: 'this.move.fallWh = Math.min(this.move.fallWh, allowanceWh);',
    plant: '',
    specs: LIMITS,
  },
  {
    name: 'a move between two hours takes what the allowance has not',
    file: 'src/flexibility/plan/boundary-moves.ts',
    find: 'discharged(energyWh) > mostDischargedWh ?',
    plant: 'discharged(energyWh) < 0 ?',
    specs: LIMITS,
  },
  {
    name: 'a planned power checked against the curve at the hour’s start alone',
    file: 'src/flexibility/plan/constant-steps.ts',
    find: 'leastBetween(curve, fromWh, toWh) + ROUNDING_W',
    plant: 'leastBetween(curve, fromWh, fromWh) + ROUNDING_W',
    specs: LIMITS,
  },
  {
    name: 'a plan discharges as if limits were the same at any energy',
    file: 'src/flexibility/plan/constant-steps.ts',
    find: '(mostConstantDischargeW({ ...car, energyWh }, hours) / car.dischargeEfficiency) * hours',
    plant: '(car.maxDischargeW / car.dischargeEfficiency) * hours',
    specs: LIMITS,
  },
  {
    name: 'a tapering battery planned down to the line that only its curve comes back from',
    file: 'src/flexibility/plan/courses.ts',
    find: 'if (vehicle.chargeCurve !== undefined) this.raiseToConstantSteps(vehicle, index, last);',
    plant: '',
    specs: LIMITS,
  },
  {
    name: 'cars at one site never give way to each other',
    file: 'src/flexibility/plan/decomposition.ts',
    find: 'for (const site of fusedSites(question)) new SiteRelief(courses, site, energiesWh).relieve();',
    plant: '',
    specs: LIMITS,
  },
  {
    name: 'a fuse that charging exceeds is not told',
    file: 'src/flexibility/plan/fuse.ts',
    find: 'const excessW = Math.abs(siteW) - limitW;',
    plant: 'const excessW = siteW - limitW;',
    specs: LIMITS,
  },
  {
    name: 'a plan that is worth less than waiting is kept',
    file: 'src/flexibility/plan/plan.ts',
    find: 'return other.worth > one.worth ? other : one;',
    plant: 'return other.worth < one.worth ? other : one;',
    specs: LIMITS,
  },
];
