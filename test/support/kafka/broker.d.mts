export interface TestBroker {
  readonly brokers: readonly string[];
  readonly secureBrokers: readonly string[];
  readonly saslBrokers: readonly string[];
  readonly caPem: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  remove(): Promise<void>;
}

export const BROKER_USER: { readonly username: string; readonly password: string };

export function startBroker(classPath: string): Promise<TestBroker>;
