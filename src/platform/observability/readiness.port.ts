/** Something that must be true before answers can be trusted. */
export interface ReadinessCheck {
  readonly name: string;
  readonly ready: boolean;
  /** What it is waiting for, for people: `17 events behind`. */
  readonly detail?: string;
}

/** Whether the engine's answers can be trusted: every projection has caught up, nothing is parked or shutting down. */
export interface Readiness {
  checks(): readonly ReadinessCheck[];
}
export const READINESS = Symbol('Readiness');
