import { signOut, token } from './token.js';

/** The server's answer to a request that failed, in the words of its problem document where it sent one. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function problemOf(response: Response): Promise<RequestProblem> {
  try {
    const problem = (await response.json()) as { detail?: string; title?: string };
    return new RequestProblem(response.status, problem.detail ?? problem.title ?? response.statusText);
  } catch {
    return new RequestProblem(response.status, response.statusText || `status ${response.status}`);
  }
}

/**
 * A request under `/api/v1` with the bearer token.
 * @throws RequestProblem when the server says no; TypeError when it can't be reached. 401 signs the reader out.
 */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('Authorization', `Bearer ${token.peek() ?? ''}`);
  const response = await fetch(`/api/v1${path}`, { ...init, headers, cache: 'no-store' });
  if (response.ok) return response;
  if (response.status === 401) signOut('That token is not valid here, or it has expired.');
  throw await problemOf(response);
}

export async function getJson<T>(path: string): Promise<T> {
  return (await (await request(path)).json()) as T;
}

export async function post(path: string): Promise<void> {
  await request(path, { method: 'POST' });
}
