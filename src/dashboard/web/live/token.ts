import { signal } from '@preact/signals';

const STORAGE_KEY = 'backfeed-token';

/** The bearer token; null: the reader has to sign in. Lives as long as the tab. */
export const token = signal<string | null>(sessionStorage.getItem(STORAGE_KEY));
/** Why the last token was not taken, for the sign-in page. */
export const signInProblem = signal<string | null>(null);

export function signIn(text: string): void {
  sessionStorage.setItem(STORAGE_KEY, text);
  token.value = text;
  signInProblem.value = null;
}

export function signOut(problem: string | null): void {
  sessionStorage.removeItem(STORAGE_KEY);
  token.value = null;
  signInProblem.value = problem;
}

/** Takes `#token=…` out of the address bar, so that it is not copied, bookmarked or seen. True when there was one. */
export function takeTokenFromAddress(): boolean {
  const found = new URLSearchParams(location.hash.slice(1)).get('token');
  if (found === null) return false;
  history.replaceState(null, '', location.pathname + location.search);
  if (found === '') return false;
  signIn(found);
  return true;
}

interface Claims {
  /** Names of ours and of other systems, as the token has them. */
  readonly roles: readonly string[];
}

/** What the token says of its bearer. For display only: the server decides what it may do. */
export function claims(): Claims | null {
  const payload = token.value?.split('.')[1];
  if (!payload) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    const json = JSON.parse(new TextDecoder().decode(bytes)) as { roles?: unknown };
    const roles = typeof json.roles === 'string' ? json.roles.split(' ') : json.roles;
    return { roles: Array.isArray(roles) ? roles.map(String) : [] };
  } catch {
    return null;
  }
}

export const isTrader = (): boolean => claims()?.roles.includes('trader') ?? false;
