/** One field of a request that cannot be taken. */
export interface FieldError {
  /** Path as the sender wrote it: `samples[3].hz`. */
  readonly field: string;
  /** What is wrong and what would be right. */
  readonly message: string;
}

/** A request whose fields do not fit the route's description. */
export class InvalidFields extends Error {
  override readonly name = 'InvalidFields';
  /** `note`: what the sender should know besides. */
  constructor(
    readonly errors: readonly FieldError[],
    note?: string,
  ) {
    super(
      [...errors.map((error) => `${error.field}: ${error.message}`), ...(note === undefined ? [] : [note])].join('; '),
    );
  }
}

/** A validator's finding: the property, its broken constraints, and the same for what lies within. */
export interface Finding {
  readonly property: string;
  readonly constraints?: Readonly<Record<string, string>>;
  readonly children?: readonly Finding[];
}

/** The tree of findings as a flat list, in the order of the fields; one entry per broken constraint. */
export function fieldErrors(findings: readonly Finding[], parent = ''): FieldError[] {
  return findings.flatMap((finding) => {
    const field = pathTo(parent, finding.property);
    const own = Object.values(finding.constraints ?? {}).map((message) => ({
      field,
      message: aboutField(finding, message),
    }));
    return [...own, ...fieldErrors(finding.children ?? [], field)];
  });
}

function pathTo(parent: string, property: string): string {
  if (/^\d+$/.test(property)) return `${parent}[${property}]`;
  return parent === '' ? property : `${parent}.${property}`;
}

/** The validator's texts start with the property's bare name, which the path says already. */
function aboutField(finding: Finding, message: string): string {
  if (finding.constraints?.['whitelistValidation'] === message) return 'is not a field of this request: leave it out';
  const prefix = `${finding.property} `;
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}
