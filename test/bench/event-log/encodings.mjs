/** The same report in three forms: as it is stored, as an array, and as bytes with the lengths of its two names in front. */
import { report } from './work.mjs';

export function lines(count) {
  const all = Array.from({ length: count }, (_, n) => report(n).event.data);
  return {
    keyed: all.map((data) => JSON.stringify(data)),
    positional: all.map((data) => JSON.stringify(Object.values(data))),
    binary: all.map(bytesOf),
  };
}

const QUALITIES = ['measured', 'estimated', 'stale'];

function bytesOf({ sessionId, chargerId, at, socPermille, powerW, quality }) {
  const bytes = Buffer.alloc(17 + sessionId.length + chargerId.length);
  bytes.writeUInt8(sessionId.length, 0);
  bytes.writeUInt8(chargerId.length, 1);
  bytes.writeDoubleLE(Date.parse(at), 2);
  bytes.writeUInt16LE(socPermille, 10);
  bytes.writeInt32LE(powerW, 12);
  bytes.writeUInt8(QUALITIES.indexOf(quality), 16);
  bytes.latin1Write(sessionId, 17);
  bytes.latin1Write(chargerId, 17 + sessionId.length);
  return bytes;
}

/** The event's data again, with its instant as text, because that is what code reads. */
export function leanReport(bytes) {
  const chargerFrom = 17 + bytes.readUInt8(0);
  return {
    sessionId: bytes.latin1Slice(17, chargerFrom),
    chargerId: bytes.latin1Slice(chargerFrom, chargerFrom + bytes.readUInt8(1)),
    at: new Date(bytes.readDoubleLE(2)).toISOString(),
    socPermille: bytes.readUInt16LE(10),
    powerW: bytes.readInt32LE(12),
    quality: QUALITIES[bytes.readUInt8(16)],
  };
}
