import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  XmlBufferInputProvider,
  XmlDocument,
  xmlCleanupInputProvider,
  xmlRegisterInputProvider,
  XmlLibError,
  XsdValidator,
} from 'libxml2-wasm';

const SCHEMAS = {
  ReserveBid_MarketDocument: 'iec62325-451-7-reservebiddocument_v7_4.xsd',
  Acknowledgement_MarketDocument: 'iec62325-451-1-acknowledgement_v8_1.xsd',
  ReserveAllocationResult_MarketDocument: 'iec62325-451-7-reserveallocationresult_v6_4.xsd',
} as const;
const IMPORTED = ['urn-entsoe-eu-wgedi-codelists.xsd', 'urn-entsoe-eu-local-extension-types.xsd'];

export type SchemaName = keyof typeof SCHEMAS;
export const isSchemaName = (name: string): name is SchemaName => name in SCHEMAS;

/** The TSO's schemas, compiled once; nothing is fetched. Free them with `close`. */
export class MarketSchemas {
  private readonly validators: ReadonlyMap<SchemaName, XsdValidator>;

  constructor(folder: string) {
    const imported = IMPORTED.map((name) => [name, readFileSync(join(folder, name))] as const);
    xmlRegisterInputProvider(new XmlBufferInputProvider(Object.fromEntries(imported)));
    this.validators = new Map(
      Object.entries(SCHEMAS).map(([name, file]) => {
        const schema = XmlDocument.fromBuffer(readFileSync(join(folder, file)), { url: file });
        return [name as SchemaName, XsdValidator.fromDoc(schema)];
      }),
    );
    xmlCleanupInputProvider();
  }

  /** What libxml2 says against a text: its errors, the first ones; empty: well-formed and valid. */
  errorsOf(name: SchemaName, xml: string): string[] {
    let document: XmlDocument | undefined;
    try {
      document = XmlDocument.fromString(xml);
      this.validators.get(name)?.validate(document);
      return [];
    } catch (error) {
      if (!(error instanceof XmlLibError)) throw error;
      return error.details.length > 0 ? error.details.map(({ message }) => message.trim()) : [error.message];
    } finally {
      document?.dispose();
    }
  }

  close(): void {
    for (const validator of this.validators.values()) validator.dispose();
  }
}
