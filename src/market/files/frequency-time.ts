import { DateTime } from 'luxon';
import {
  epochMs,
  GATE_ZONE,
  InputError,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  MS_PER_SECOND,
  parseInstant,
  type EpochMs,
} from '../../kernel/index.js';

/** What a time without an offset means: the TSO's frequency files are on the Finnish clock, its API's downloads in UTC. */
export type ClockOfFile = 'offset-required' | 'utc' | 'finnish';

/**
 * Reads a file's times row by row. Rows of one minute share all but their seconds, so that a calendar is asked once a
 * minute.
 */
export class FrequencyTime {
  private minuteText = '';
  private zoneText = '';
  private minuteAt = 0;

  constructor(private readonly clock: ClockOfFile) {}

  /** @throws InputError when the text is no time, or has no offset where one is needed. */
  parse(text: string): EpochMs {
    const zoneStart = zoneStartOf(text);
    const seconds = Number(text.slice(17, zoneStart));
    if (text.length < 19 || text.charCodeAt(16) !== 58 || !(seconds >= 0 && seconds < 60))
      throw new InputError(`"${text}" is not a time; write ISO 8601 with seconds, like 2026-01-12T15:00:00Z`);
    if (!text.startsWith(this.minuteText) || this.minuteText === '' || text.slice(zoneStart) !== this.zoneText)
      this.startMinute(text.slice(0, 16), text.slice(zoneStart), text);
    return epochMs(this.minuteAt + Math.round(seconds * MS_PER_SECOND));
  }

  private startMinute(minute: string, zone: string, text: string): void {
    const iso = minute.replace(' ', 'T');
    if (zone !== '') this.minuteAt = parseInstant(`${iso}:00${zone}`);
    else if (this.clock === 'utc') this.minuteAt = parseInstant(`${iso}:00Z`);
    else if (this.clock === 'finnish') this.minuteAt = this.finnish(iso);
    else throw new InputError(`"${text}" has no offset; write UTC with a Z, like 2026-01-12T15:00:00Z`);
    this.minuteText = minute;
    this.zoneText = zone;
  }

  /** The hour that the clock shows twice in autumn is its first unless the file has just been an hour further. */
  private finnish(iso: string): number {
    const local = DateTime.fromISO(iso, { zone: GATE_ZONE });
    if (!local.isValid) throw new InputError(`"${iso}" is not a time`);
    const shown = local.toMillis();
    const showsTheSame = (at: number): boolean =>
      DateTime.fromMillis(at, { zone: GATE_ZONE }).toFormat('HH:mm') === local.toFormat('HH:mm');
    const first = showsTheSame(shown - MS_PER_HOUR) ? shown - MS_PER_HOUR : shown;
    const jumpedBackMs = this.minuteAt - first;
    const isSecond =
      showsTheSame(first + MS_PER_HOUR) && jumpedBackMs > 30 * MS_PER_MINUTE && jumpedBackMs < 90 * MS_PER_MINUTE;
    return isSecond ? first + MS_PER_HOUR : first;
  }
}

/** Where `Z` or `±hh:mm` begins after the seconds; the text's length where there is none. */
function zoneStartOf(text: string): number {
  const last = text.length - 1;
  if (text.charCodeAt(last) === 90) return last;
  const sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
  return sign > 18 ? sign : text.length;
}
