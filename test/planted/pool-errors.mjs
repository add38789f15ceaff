/**
 * More errors that the properties must catch, of what a pool is beyond an hour of its members: a fuse that several share,
 * members that leave without a word, longer endurance, plans and shares dealt anew.
 */
const FUSE = ['site-fuse'];
const PLAN = ['plan'];
const LEAVERS = ['unannounced-departures'];
const LONGER = ['endurance'];
const PLANNED = ['planned-hours'];

export const POOL_ERRORS = [
  {
    name: 'fuse: what goes out is dealt as if the fuse were each car’s own',
    file: 'src/fleet/fuse-shares.ts',
    find: 'Math.floor(left / (order.length - place))',
    plant: 'left',
    specs: FUSE,
  },
  {
    name: 'fuse: a need that was granted is not taken off what is left',
    file: 'src/fleet/fuse-shares.ts',
    find: 'left -= granted;',
    plant: 'left += granted > left ? granted : 0;',
    specs: FUSE,
  },
  {
    name: 'fuse: the needs of promises come after the even deal',
    file: 'src/fleet/fuse-shares.ts',
    find: 'Math.min(Math.ceil(needW), Math.floor(chargeW), left)',
    plant: 'Math.min(0 * needW, Math.floor(chargeW), left)',
    specs: FUSE,
  },
  {
    name: 'fuse: a need that counts what was given as if it were in the battery',
    file: 'src/fleet/fuse-need.ts',
    find: 'knownWh - lostWh',
    plant: 'knownWh + lostWh',
    specs: FUSE,
  },
  {
    name: 'fuse: a need without the losses of charging',
    file: 'src/fleet/fuse-need.ts',
    find: '((targetWh - energyWh) / hoursLeft + standbyW) / efficiency',
    plant: '(targetWh - energyWh) / hoursLeft + standbyW * efficiency',
    specs: FUSE,
  },
  {
    name: 'fuse: a gauge’s whole permille taken for the truth',
    file: 'src/fleet/fuse-need.ts',
    find: 'const GAUGE_ROUNDING_PERMILLE = 0.5;',
    plant: 'const GAUGE_ROUNDING_PERMILLE = 0;',
    specs: FUSE,
  },
  {
    name: 'fuse: others on the site are not told that their share has changed',
    file: 'src/dispatch/dispatch-cycle.service.ts',
    find: 'if (other !== sessionId) this.refresh(other, null);',
    plant: 'if (other === sessionId) this.refresh(other, null);',
    specs: FUSE,
  },
  {
    name: 'fuse of a plan: the baselines with the wrong sign',
    file: 'src/flexibility/plan/fuse.ts',
    find: 'partOf(limitW - site.baselineW, site.upW)',
    plant: 'partOf(limitW + site.baselineW, site.upW)',
    specs: PLAN,
  },
  {
    name: 'fuse of a plan: power is cut and the shares are not',
    file: 'src/flexibility/plan/fuse.ts',
    find: 'upW: Math.min(member.upW, headroomUpW),\n      downW: Math.min(member.downW, headroomDownW),',
    plant: '',
    specs: PLAN,
  },
  {
    name: 'fuse of a plan: all sites behind one',
    file: 'src/flexibility/plan/fuse.ts',
    find: 'const limitW = siteId === undefined ? undefined : limitsW.get(siteId);',
    plant: 'const limitW = siteId === undefined ? undefined : Math.max(...limitsW.values());',
    specs: PLAN,
  },
  {
    name: 'leavers: nothing is kept for those who go',
    file: 'src/dispatch/cautious-strategy.ts',
    find: 'return left.capacityW < announced.capacityW ? left : announced;',
    plant: 'return left.capacityW < 0 ? left : announced;',
    specs: LEAVERS,
  },
  {
    name: 'leavers: the smallest shares are taken for the largest',
    file: 'src/flexibility/unannounced-departures.ts',
    find: '.sort((a, b) => b - a)',
    plant: '.sort((a, b) => a - b)',
    specs: LEAVERS,
  },
  {
    name: 'leavers: their room for NEM is still counted',
    file: 'src/flexibility/unannounced-departures.ts',
    find: 'return rooms.reduce((sum, room) => sum + room, 0) - largest(rooms, leavers);',
    plant: 'return rooms.reduce((sum, room) => sum + room, 0) - largest(rooms, 0);',
    specs: LEAVERS,
  },
  {
    name: 'leavers: one fewer than the reliability asks for',
    file: 'src/flexibility/unannounced-departures.ts',
    find: 'while (count < members && cumulated < reliability) {',
    plant: 'while (count < members - 1 && cumulated < reliability ** 2) {',
    specs: LEAVERS,
  },
  {
    name: 'leavers: the share of one who is gone is dealt to nobody',
    file: 'src/dispatch/pool.ts',
    find: 'return heldShare;',
    plant: 'return heldShare && last < 0;',
    specs: [...LEAVERS, 'driver-promise'],
  },
  {
    name: 'dealt anew: the rest of the hour is taken for a whole one',
    file: 'src/dispatch/allocation.ts',
    find: 'const horizonHours = (obligation.mtuEnd - at) / MS_PER_HOUR;',
    plant: 'const horizonHours = obligation.enduranceHours + 0 * (at / MS_PER_HOUR);',
    specs: [...LEAVERS, 'driver-promise'],
  },
  {
    name: 'dealt anew: what was given since the last deal is forgotten',
    file: 'src/dispatch/allocation.ts',
    find: 'const vehicle = vehicleAt(pool, slot);\n    const sharesAround',
    plant:
      'const now = vehicleAt(pool, slot);\n    const vehicle = { ...now, energyWh: (now.minEnergyWh + now.maxEnergyWh) / 2 };\n    const sharesAround',
    specs: [...LEAVERS, 'driver-promise'],
  },
  {
    name: 'endurance: four hours are taken for two',
    file: 'src/flexibility/endurance.ts',
    find: 'horizonHours: hours, mtuEnd: epochMs(at + Math.round(hours * MS_PER_HOUR))',
    plant: 'horizonHours: hours / 2, mtuEnd: epochMs(at + Math.round((hours / 2) * MS_PER_HOUR))',
    specs: LONGER,
  },
  {
    name: 'endurance: without NEM on top',
    file: 'src/flexibility/endurance.ts',
    find: 'bestColumnShares(withinSites(restingMembers(fleet, at, horizon)), nemPowerFactor)',
    plant: 'bestColumnShares(withinSites(restingMembers(fleet, at, horizon)), 0 * nemPowerFactor)',
    specs: LONGER,
  },
  {
    name: 'endurance: efficiency forgotten where a fleet’s columns give',
    file: 'src/flexibility/fleet-columns.ts',
    find: '(overWh >= 0 ? perHour * discharging : perCharged)',
    plant: '(overWh >= 0 ? perHour : perCharged)',
    specs: LONGER,
  },
  {
    name: 'endurance: the recovery line is that of now, not that of the end',
    file: 'src/flexibility/fleet-columns.ts',
    find: 'least > lineThen ? least : lineThen',
    plant: 'least > lineNow ? least : lineNow',
    specs: LONGER,
  },
  {
    name: 'endurance: who leaves before the end counts',
    file: 'src/flexibility/fleet-columns.ts',
    find: 'departure >= horizonEnd &&',
    plant: 'departure >= at &&',
    specs: LONGER,
  },
  {
    name: 'planned: no hour after the first is looked at',
    file: 'src/dispatch/planned-strategy.ts',
    find: 'return clamp(after + 1, 1, HORIZON_MTUS);',
    plant: 'return clamp(after + 1, 1, HORIZON_MTUS / HORIZON_MTUS);',
    specs: PLANNED,
  },
  {
    name: 'planned: the second hour’s baseline in the first',
    file: 'src/dispatch/planned-strategy.ts',
    find: 'baselinesW[index]?.[0] ?? 0',
    plant: 'baselinesW[index]?.[1] ?? 0',
    specs: PLANNED,
  },
  {
    name: 'planned: whole watts are rounded towards giving',
    file: 'src/dispatch/planned-strategy.ts',
    find: 'clamp(Math.floor(baselineW + ROUNDING_W)',
    plant: 'clamp(Math.ceil(baselineW + ROUNDING_W)',
    specs: PLANNED,
  },
];
