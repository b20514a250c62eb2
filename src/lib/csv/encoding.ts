// Character encoding of a text file: by its byte order mark, else UTF-8 or Windows-1252.
import { isUtf8 } from 'node:buffer'
import { Refusal } from '../errors/refusal.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** https://encoding.spec.whatwg.org/#bom-sniff */
const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/**
 * The text without its byte order mark. Without a mark, bytes that are not valid UTF-8 are read as Windows-1252, which
 * old programs on Windows write.
 * @throws Refusal `not_csv`
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const marked = MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0]
  const encoding = marked ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252')
  const text = decode(bytes, encoding)
  // A workbook is a zip archive; text has no zeros.
  if (text === undefined || text.includes('\0')) throw NOT_TEXT
  return { text, encoding }
}

function decode(bytes: Uint8Array, encoding: Encoding): string | undefined {
  if (encoding === 'windows-1252') return decodeWindows(bytes)
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** The bytes 0x80 to 0x9F, https://encoding.spec.whatwg.org/windows-1252.html */
const WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

const WINDOWS_UNITS = Uint16Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 && byte <= 0x9f ? WINDOWS.charCodeAt(byte - 0x80) : byte,
)

/**
 * TextDecoder in Node 20 reads these bytes as Latin-1 (https://github.com/nodejs/node/issues/56542). By a table: 2 MB of
 * them take 5 ms, by a regular expression 280 ms.
 */
function decodeWindows(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length)
  for (let at = 0; at < bytes.length; at++) units[at] = WINDOWS_UNITS[bytes[at] as number] as number
  return Buffer.from(units.buffer).toString('utf16le')
}

const NOT_TEXT = new Refusal(
  'unsupported',
  'not_csv',
  'This is no CSV file. Save the table as CSV first (in Excel: Save as, CSV UTF-8).',
)
