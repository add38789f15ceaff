export const NIGHTS_HEADER =
  'session_id,charger_id,plugged_in_at,unplugged_at,energy_kwh,arrival_soc,target_soc,battery_kwh,max_charge_kw';

const MONDAY = Date.UTC(2025, 0, 12, 23);
const at = (hours: number): string => new Date(MONDAY + hours * 3_600_000).toISOString();

/** Rows of a sessions file: `chargers` cars of 60 kWh that charge from 50 to 80 % in each of `nights`, 18:00 to 07:00. */
export const nightSessions = (chargers: number, nights: number): string[] =>
  Array.from({ length: nights * chargers }, (_, index) => {
    const [night, charger] = [Math.floor(index / chargers), index % chargers];
    return `${charger}-${night},C${charger},${at(24 * night + 18)},${at(24 * night + 31)},18,50,80,60,7.4`;
  });
