/** What a test makes go wrong. */
export class Faults {
  /** The next appends are carried out, then the connection breaks before the answer: `n` of them. */
  dropAnswers = 0;
  /** The next appends are carried out and never answered. */
  swallowAnswers = 0;
  /** The next requests are refused as if the server were starting. */
  unavailable = 0;
  /** The next so many events of subscriptions end their connection after they were sent. */
  breakSubscriptionsAfter = Infinity;
  /** Every append takes this long. */
  appendDelayMs = 0;

  /** Takes one of a kind of fault, if there is one left. */
  take(kind: 'dropAnswers' | 'swallowAnswers' | 'unavailable'): boolean {
    if (this[kind] <= 0) return false;
    this[kind] -= 1;
    return true;
  }
}
