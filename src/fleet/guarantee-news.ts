/** A kilowatt-hour is some five kilometres: what a driver notices. */
const NEWS_WH = 1_000;

/**
 * Whether a driver who was told `toldWh` has to be told anew that it is `nowWh`: it has moved by a kilowatt-hour, or
 * nothing is left, or something is again.
 */
export const isNews = (toldWh: number, nowWh: number): boolean =>
  Math.abs(toldWh - nowWh) >= NEWS_WH || (toldWh === 0) !== (nowWh === 0);
