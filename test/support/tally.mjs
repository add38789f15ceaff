/** A read model that the writer which is killed and the test that checks it share: events, and the newest, by stream. */
export class Tally {
  #streams = new Map();

  apply({ stream, revision, meta }) {
    const before = this.#streams.get(stream) ?? { events: 0, revision: -1, messageId: '' };
    this.#streams.set(stream, { events: before.events + 1, revision, messageId: meta.messageId });
  }

  snapshot() {
    return { streams: this.#streams };
  }

  restore({ streams }) {
    this.#streams = new Map(streams);
  }
}

/** As both sides name what is put aside. */
export const TALLY_SNAPSHOTS = { group: 'crash', version: '1' };
