// Multipart parser: nothing is stored before the form's token was checked; a truncated body and truncated text are
// refused.
import type { FastifyMultipartBaseOptions, Multipart, MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../lib/errors/refusal.ts'

interface Options extends FastifyMultipartBaseOptions {
  /** The most bytes of all names and values of fields; those of any other body unless given. */
  mostText?: number
}

interface Field {
  type: 'field'
  fieldname: string
  value: string
}

/**
 * The fields and files of a multipart body. Read a file's bytes with `bytesOf`.
 * @param options limits that replace those of photos
 * @throws Refusal if the body does not match its Content-Type, or has too much text
 */
export async function* partsOf(
  request: FastifyRequest,
  options?: Options,
): AsyncGenerator<Field | MultipartFile> {
  const unsent: Record<string, string> = {}
  let refusal: unknown
  let left = options?.mostText ?? request.routeOptions.bodyLimit
  try {
    for await (const sent of request.parts(options)) {
      const part = sent.type === 'file' ? sent : fieldOf(sent)
      if (part.type === 'field') left -= Buffer.byteLength(part.fieldname + part.value)
      if (left < 0) throw TEXT_TOO_LONG
      if (refusal) storeOrDiscard(request, part, unsent)
      else if (!request.uploadGuard) yield part
      else refusal = await expectToken(request, part)
    }
    if (!refusal) return
    // The user is asked whether to submit what was typed (see plugins/errors/index.ts).
    request.body = unsent
    throw refusal
  } catch (error) {
    throw refusalOf(error)
  }
}

/**
 * The parser has parsed a field whose own content type is JSON.
 * @throws Refusal if the parser has cut the field
 */
function fieldOf({ fieldname, value, ...cut }: Exclude<Multipart, MultipartFile>): Field {
  if (cut.fieldnameTruncated || cut.valueTruncated) throw TEXT_TOO_LONG
  return {
    type: 'field',
    fieldname,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }
}

/** @returns the refusal, unless the part is the form's token */
function expectToken(request: FastifyRequest, part: Field | MultipartFile): Promise<unknown> {
  const { uploadGuard } = request
  storeOrDiscard(request, part, {})
  const isToken = part.type === 'field' && part.fieldname === '_csrf'
  const checked = uploadGuard?.(isToken ? part.value : undefined)
  return Promise.resolve(checked).then(
    () => undefined,
    (refusal: unknown) => refusal,
  )
}

function storeOrDiscard(
  request: FastifyRequest,
  part: Field | MultipartFile,
  fields: Record<string, string>,
): void {
  if (part.type === 'file') {
    if (part.filename) request.filesPassed = (request.filesPassed ?? 0) + 1
    part.file.resume()
  } else fields[part.fieldname] = part.value
}

/** Limit errors have codes (see plugins/errors/problem-details.ts); parser errors have none. */
const refusalOf = (error: unknown) => ((error as { code?: string }).code ? error : BROKEN)

/** @throws Refusal if the body ends within the file */
export async function* bytesOf(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* file
  } catch (error) {
    throw refusalOf(error)
  }
}

const BROKEN = new Refusal(
  'unreadable',
  'broken_upload',
  'The upload was cut off. Nothing was saved. Choose the files again.',
)

export const TEXT_TOO_LONG = new Refusal(
  'too_large',
  'body_too_large',
  'The texts are too long for one request. Shorten the longest one. Nothing was saved.',
)
