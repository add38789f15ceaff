/** A number with `decimals` digits, thousands apart by a thin space, a true minus; the same on every machine. */
export function numberText(value: number, decimals = 0): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && Number(text.replaceAll('\u202f', '')) !== 0 ? `\u2212${text}` : text;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** A delivery day `2026-02-01` as `1 Feb`. */
export const dayText = (day: string): string => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''}`;

/** As few decimals as the number has, at most six: for axes. */
export function axisText(value: number): string {
  const decimals = (String(Number(value.toFixed(6))).split('.')[1] ?? '').length;
  return numberText(value, decimals);
}
