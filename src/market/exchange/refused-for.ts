import type { Refusal } from '../../kernel/index.js';
import { isRefused, type Problem } from '../desk/index.js';
import type { RefusedFor, RefusedMessage } from '../market-gateway.port.js';
import { EDX_TYPE } from './edx-message-type.js';

/** Why the profile refuses a document. */
export const refusedForProblems = (problems: readonly Problem[]): RefusedFor[] =>
  problems.filter(isRefused).map(({ path, rule, message }) => ({ place: path, rule, message }));

/** Why a document that can be read is none for us. */
export const refusedForRefusal = ({ code, message, field }: Refusal): RefusedFor => ({
  place: field ?? null,
  rule: code,
  message,
});

const SAID = 3;

/** For a person: the first reasons, and how many more there are. */
export function refusedForText(reasons: readonly RefusedFor[], inAll: number = reasons.length): string {
  const said = reasons
    .slice(0, SAID)
    .map(({ place, rule, message }) => `${place ?? 'the whole'}: ${message} [${rule}]`);
  return [...said, ...(inAll > said.length ? [`${inAll - said.length} more`] : [])].join('; ');
}

/** Results are acknowledged, one that is refused too; an acknowledgement is not (Fingrid developer portal, EDX message types). */
export function answerAsOf(type: string | null): RefusedMessage['answerAs'] {
  if (type === EDX_TYPE.perBid) return 'allocation-per-bid';
  return type === EDX_TYPE.aggregate ? 'allocation-aggregate' : null;
}
