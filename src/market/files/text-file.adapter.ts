import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../../kernel/index.js';

/** The last part of a path: what messages and reports call a file, so that they read the same on every machine. */
export const fileName = (path: string): string => basename(path);

/**
 * The file's text in pieces, unpacked where its content is gzip, whatever its name.
 * @throws InputError when it can't be opened, is empty or is no text.
 */
export async function* textChunks(path: string): AsyncGenerator<string> {
  const packed = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  const bytes: Readable = packed ? unpacked(file) : file;
  let empty = true;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      if (chunk.includes(0))
        throw new InputError(`${fileName(path)} is a binary file; give it as text, or as text packed with gzip`);
      // Columns and numbers are ASCII; Latin-1 keeps one character a byte, so that no character is cut in two.
      const text = chunk.toString('latin1');
      yield empty ? text.replace(/^\xEF\xBB\xBF/, '') : text;
      empty = false;
    }
  } catch (error) {
    throw isZlibError(error) ? new InputError(`${fileName(path)} is a damaged gzip file: ${error.message}`) : error;
  } finally {
    file.destroy();
  }
  if (empty) throw new InputError(`${fileName(path)} is empty`);
}

/** The whole file. @throws InputError as `textChunks`. */
export async function readText(path: string): Promise<string> {
  let text = '';
  for await (const chunk of textChunks(path)) text += chunk;
  if (text.trim() === '') throw new InputError(`${fileName(path)} is empty`);
  return text;
}

/** Each line with its number, the first being 1; lines end with LF or CRLF. @throws InputError as `textChunks`. */
export async function forEachLine(path: string, handle: (line: string, lineNumber: number) => void): Promise<void> {
  let rest = '';
  let lineNumber = 0;
  for await (const chunk of textChunks(path)) {
    const text = rest + chunk;
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      handle(text.slice(start, text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end), ++lineNumber);
      start = end + 1;
    }
    rest = text.slice(start);
  }
  if (rest !== '') handle(rest, lineNumber + 1);
}

async function isGzip(path: string): Promise<boolean> {
  let file;
  try {
    file = await open(path);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } catch (error) {
    throw new InputError(`can't read ${path}: ${(error as Error).message}`);
  } finally {
    await file?.close();
  }
}

function unpacked(file: ReadStream): Readable {
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  return file.pipe(gunzip);
}

const isZlibError = (error: unknown): error is NodeJS.ErrnoException =>
  String((error as NodeJS.ErrnoException).code ?? '').startsWith('Z_');
