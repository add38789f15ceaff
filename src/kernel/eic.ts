/** Letters and digits in the order of their EIC values, 0 to 35; the hyphen is 36. */
const EIC_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-';

/**
 * The 16th character of an Energy Identification Code, from its first fifteen (ENTSO-E, "EIC Reference Manual",
 * annex on the check character): weights 16 down to 2, 36 minus (sum minus 1) modulo 37. Null when the fifteen hold
 * anything but capital letters, digits and hyphens, or when the rule gives a hyphen, which no code may end in.
 */
export function eicCheckCharacter(firstFifteen: string): string | null {
  if (!/^[0-9A-Z-]{15}$/.test(firstFifteen)) return null;
  let sum = 0;
  for (let index = 0; index < 15; index += 1) sum += EIC_ALPHABET.indexOf(firstFifteen.charAt(index)) * (16 - index);
  const check = EIC_ALPHABET.charAt(36 - ((sum - 1) % 37));
  return check === '-' ? null : check;
}

/** Whether the text is an Energy Identification Code with the right check character. */
export const isEic = (text: string): boolean =>
  text.length === 16 && eicCheckCharacter(text.slice(0, 15)) === text.charAt(15);
