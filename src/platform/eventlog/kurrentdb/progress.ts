interface Waiter {
  readonly target: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** How far a subscription has come, and who waits for it to get somewhere. */
export class Progress {
  #through: number;
  #ended: { readonly error: unknown } | null = null;
  readonly #waiters: Waiter[] = [];

  constructor(after: number) {
    this.#through = after;
  }

  /** Everything up to here has been handled, or was not asked for. */
  get through(): number {
    return this.#through;
  }

  advance(through: number): void {
    if (through <= this.#through) return;
    this.#through = through;
    for (let index = this.#waiters.length - 1; index >= 0; index -= 1)
      if ((this.#waiters[index]?.target ?? Infinity) <= through) this.#waiters.splice(index, 1)[0]?.resolve();
  }

  /** @throws the error with which the subscription ended before it was there. */
  async reached(target: number): Promise<void> {
    if (this.#ended !== null) throw this.#ended.error;
    if (target <= this.#through) return;
    await new Promise<void>((resolve, reject) => this.#waiters.push({ target, resolve, reject }));
  }

  end(error: unknown): void {
    this.#ended ??= { error };
    for (const waiter of this.#waiters.splice(0)) waiter.reject(error);
  }
}
