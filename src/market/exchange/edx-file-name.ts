import { isEdxMessageType, type EdxMessageType } from './edx-message-type.js';

/** `FI-FCR-BID-CIM_2f1c….xml`: the type is in the name, so that the toolbox can route by it. */
export const fileNameOf = (type: EdxMessageType, id: string): string => `${type}_${id}.xml`;

const NAME = /^(?<type>[A-Z][A-Z0-9-]*)_(?<id>[\w.-]{1,120})\.xml$/;

/** What a file's name says of it; null: not a name of ours (the type then stands in a file beside it). */
export function namedMessage(fileName: string): { readonly type: EdxMessageType; readonly id: string } | null {
  const { type, id } = NAME.exec(fileName)?.groups ?? {};
  return type !== undefined && id !== undefined && isEdxMessageType(type) ? { type, id } : null;
}

/** An id that may stand in a file's name. */
export const isFileId = (id: string): boolean => /^[\w-][\w.-]{0,59}$/.test(id);

/** Where the type of a message stands whose name does not say it. */
export const sidecarNameOf = (fileName: string): string => `${fileName}.json`;

/** What a sidecar says, `{"messageType": "…"}`; null: nothing that we know. */
export function sidecarType(text: string): EdxMessageType | null {
  try {
    const { messageType } = (JSON.parse(text) ?? {}) as { messageType?: unknown };
    return typeof messageType === 'string' && isEdxMessageType(messageType) ? messageType : null;
  } catch {
    return null;
  }
}
