// Multipart parsing of the import form: an uploaded file or pasted text.
import type { FastifyRequest } from 'fastify'
import { type FileLimits, fileTooLarge } from '../../../lib/csv/parser.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { bytesOf, partsOf, TEXT_TOO_LONG } from '../../../plugins/requests/multipart-parts.ts'
import { formOf } from '../forms.ts'

export interface SentTable {
  bytes: Buffer
  /** File name; null for pasted text. */
  name: string | null
  dryRun: boolean
  broken?: Refusal
}

/**
 * A file wins over the text; a form resumed after sign-in has only the text.
 * @throws Refusal `broken_upload` for an incomplete form, `file_too_large` for a text that is too long
 */
export async function readSentTable(
  request: FastifyRequest,
  limits: FileLimits,
): Promise<SentTable> {
  if (!request.isMultipart()) {
    const { text, action } = formOf(request)
    return { bytes: Buffer.from(String(text ?? '')), name: null, dryRun: action !== 'import' }
  }
  try {
    return await readParts(request, limits.bytes)
  } catch (error) {
    if (error === TEXT_TOO_LONG) throw fileTooLarge(limits)
    throw error instanceof Refusal && error.code === 'broken_upload' ? BROKEN : error
  }
}

async function readParts(request: FastifyRequest, mostBytes: number): Promise<SentTable> {
  const mostText = mostBytes + FIELD_BYTES
  // One byte over the limit, to detect a file that is too long.
  const limits = { fileSize: mostBytes + 1, fieldSize: mostText, files: 1, fields: 10 }
  const sent: SentTable = { bytes: Buffer.alloc(0), name: null, dryRun: true }
  let text = ''
  for await (const part of partsOf(request, {
    limits,
    mostText,
    throwFileSizeLimit: false,
  })) {
    if (part.type === 'file') {
      sent.bytes = await wholeOf(part.file)
      sent.name = part.filename?.slice(0, 200) || null
    } else if (part.fieldname === 'text') text = part.value
    else if (part.fieldname === 'action') sent.dryRun = part.value !== 'import'
  }
  return sent.bytes.length > 0 ? sent : { ...sent, bytes: Buffer.from(text), name: null }
}

/** Of the fields beside the pasted table. */
const FIELD_BYTES = 10_000

async function wholeOf(file: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of bytesOf(file)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const BROKEN = new Refusal(
  'invalid', // not 'unreadable': the form is shown again
  'broken_upload',
  'The upload was cut off. Nothing was imported. Send it again.',
)
