import ky, { HTTPError, TimeoutError, type KyInstance } from 'ky';
import pThrottle from 'p-throttle';
import { InputError, isoInstant, type Interval } from '../../kernel/index.js';
import { readPage, UnreadableAnswer, type Observation } from './observations.js';

export const OPEN_DATA_URL = 'https://data.fingrid.fi/api';

/** The portal's page holds at most this many rows. */
const PAGE_ROWS = 20_000;
const TIMEOUT_MS = 30_000;

export interface OpenDataOptions {
  /** Where the interface is: `OPEN_DATA_URL`, or a double of it. */
  readonly url: string;
  /** Sent as `x-api-key`. */
  readonly apiKey: string;
  /** The portal lets a key ask so often in any stretch of that length; retries count as well. */
  readonly rate: { readonly requests: number; readonly perMs: number };
  /** Tries after the first. */
  readonly retries?: number;
}

/** The portal could not be asked, or its answer not be read. The text says what to do. */
export class OpenDataFailure extends Error {
  override readonly name = 'OpenDataFailure';
}

/**
 * The TSO's open data, `GET /datasets/{id}/data`. Follows the pages, keeps to the rate limit, and tries again what may
 * pass: time-outs, broken connections, 429 (after the time that `Retry-After` names) and 5xx.
 */
export class OpenDataClient {
  private readonly http: KyInstance;

  constructor({ url, apiKey, rate, retries = 5 }: OpenDataOptions) {
    const turn = pThrottle({ limit: rate.requests, interval: rate.perMs, strict: true })(() => Promise.resolve());
    this.http = ky.create({
      prefixUrl: url,
      headers: { 'x-api-key': apiKey, accept: 'application/json' },
      timeout: TIMEOUT_MS,
      retry: { limit: retries, methods: ['get'], statusCodes: [408, 429, 500, 502, 503, 504], retryOnTimeout: true },
      // Before each try, and outside its time-out: waiting for one's turn is no failure.
      hooks: { beforeRequest: [async () => turn()] },
    });
  }

  /**
   * All rows of the window, page after page, in the portal's order.
   * @throws InputError where the key or the data set is refused, OpenDataFailure for all else.
   */
  async read(dataSetId: number, window: Interval): Promise<Observation[]> {
    const rows: Observation[] = [];
    for (let page: number | null = 1; page !== null;) {
      const answer = await this.readPage(dataSetId, window, page);
      rows.push(...answer.observations);
      if (answer.nextPage !== null && answer.nextPage <= page)
        throw new OpenDataFailure(`the portal calls page ${answer.nextPage} the one after page ${page}`);
      page = answer.nextPage;
    }
    return rows;
  }

  private async readPage(
    dataSetId: number,
    { start, end }: Interval,
    page: number,
  ): Promise<ReturnType<typeof readPage>> {
    const searchParams = {
      startTime: isoInstant(start),
      endTime: isoInstant(end),
      format: 'json',
      sortBy: 'startTime',
      sortOrder: 'asc',
      pageSize: PAGE_ROWS,
      page,
    };
    try {
      return readPage(await this.http.get(`datasets/${dataSetId}/data`, { searchParams }).json(), dataSetId);
    } catch (error) {
      throw explained(error, dataSetId);
    }
  }
}

function explained(error: unknown, dataSetId: number): Error {
  if (error instanceof HTTPError) {
    const status = error.response.status;
    if (status === 401 || status === 403)
      return new InputError(`FINGRID_API_KEY was refused (${status}); keys are free at https://data.fingrid.fi`);
    if (status === 404)
      return new InputError(`data set ${dataSetId} does not exist; see https://data.fingrid.fi/en/datasets`);
    if (status === 429)
      return new OpenDataFailure('the portal says we ask too often (429); try again later: what was read is kept');
    return new OpenDataFailure(`the portal answered ${status}; try again later: what was read is kept`);
  }
  if (error instanceof UnreadableAnswer || error instanceof SyntaxError)
    return new OpenDataFailure(`the portal's answer can't be read: ${error.message}`);
  if (error instanceof TimeoutError)
    return new OpenDataFailure(
      `no answer from the portal in ${TIMEOUT_MS / 1000} s; try again later: what was read is kept`,
    );
  const { message, cause } = error as Error;
  const reason = cause instanceof Error ? `${message}: ${cause.message}` : message;
  return new OpenDataFailure(`the portal can't be reached (${reason}); try again later: what was read is kept`);
}
