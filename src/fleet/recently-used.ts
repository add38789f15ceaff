/**
 * A bounded map that forgets what was not used for long. It knows at least the last half of `limit` keys used, and never
 * more than `limit`. Two generations, the older dropped whole: taking single entries from the front of a Map leaves holes
 * that every later look at its first entry walks over.
 */
export class RecentlyUsed<V> {
  private younger = new Map<string, V>();
  private older = new Map<string, V>();
  private readonly generation: number;

  constructor(limit: number) {
    this.generation = Math.max(1, Math.floor(limit / 2));
  }

  get(key: string): V | undefined {
    const value = this.younger.get(key);
    if (value !== undefined) return value;
    const old = this.older.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    this.younger.set(key, value);
    if (this.younger.size < this.generation) return;
    this.older = this.younger;
    this.younger = new Map();
  }

  delete(key: string): void {
    this.younger.delete(key);
    this.older.delete(key);
  }
}
