// Photos that arrive: limited before they are read, read whole, then prepared one by one.

import { createHash } from 'node:crypto'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type PreparedPhoto, preparePhoto } from '../services/photos.ts'
import { Refusal } from '../services/refusal.ts'

/** A form that may bring photos along; its fields are in `request.body`. */
export interface FilledForm {
  hasPhotos: boolean
  /**
   * Prepares the photos; none is fine.
   * @throws Refusal in words for a shop assistant when one is not a photo, broken, or too large
   */
  photos(): Promise<Upload>
}

export interface Upload {
  photos: PreparedPhoto[]
  /** Identifies what was sent, for the idempotency key. */
  content: string
}

async function uploads(app: FastifyInstance) {
  const { maxUploadMb, maxImagesPerOrder } = app.config
  await app.register(multipart, {
    // A few more files than an order takes: the refusal that says so is the one people understand.
    limits: {
      fileSize: maxUploadMb * 1_000_000,
      files: maxImagesPerOrder + 5,
      fields: MOST_FIELDS,
      fieldSize: 20_000,
    },
    throwFileSizeLimit: false,
  })

  app.decorateRequest('photos', async function (this: FastifyRequest): Promise<Upload> {
    const { files, isTooLarge } = await readParts(this)
    if (isTooLarge) throw tooLarge(maxUploadMb)
    if (files.length === 0) {
      throw new Refusal('invalid', 'no_photo', 'Choose at least one photo.', {
        errors: [{ pointer: '/images', code: 'required', detail: 'Choose at least one photo.' }],
      })
    }
    return prepared(files)
  })

  app.decorateRequest('filledForm', async function (this: FastifyRequest): Promise<FilledForm> {
    if (!this.isMultipart()) return { hasPhotos: false, photos: () => prepared([]) }
    const { fields, files, isTooLarge } = await readParts(this)
    // The token came in the address, and has done its work.
    const { _csrf, ...body } = fields
    this.body = body
    const photos = async () => {
      if (isTooLarge) throw tooLarge(maxUploadMb)
      return prepared(files)
    }
    return { hasPhotos: files.length > 0, photos }
  })
}

async function prepared(files: readonly Buffer[]): Promise<Upload> {
  const photos: PreparedPhoto[] = []
  for (const file of files) photos.push(await preparePhoto(file))
  const hash = createHash('sha256')
  for (const file of files) hash.update(String(file.length)).update(file)
  return { photos, content: hash.digest('base64url') }
}

/** The fields of the longest form there is: an order of 100 items. */
const MOST_FIELDS = 600

/**
 * Reads all of a multipart body. A file field where nothing was chosen is left out. What is too large is cut
 * off and not refused here, so that the fields that follow it are not lost.
 */
async function readParts(request: FastifyRequest) {
  const fields: Record<string, string> = {}
  const files: Buffer[] = []
  let isTooLarge = false
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value)
      continue
    }
    const bytes = await part.toBuffer()
    if (part.file.truncated) isTooLarge = true
    if (part.filename || bytes.length > 0) files.push(bytes)
  }
  return { fields, files, isTooLarge }
}

const tooLarge = (megabytes: number) =>
  new Refusal(
    'too_large',
    'image_too_large',
    `A photo can be at most ${megabytes} MB. Take it at a smaller size, or send fewer at once.`,
  )

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * Reads and prepares the photos of a multipart request.
     * @throws Refusal in words for a shop assistant when one is not a photo, broken, or too large
     */
    photos(): Promise<Upload>
    /** Reads a form that was sent with or without photos, and puts its fields in `body`. */
    filledForm(): Promise<FilledForm>
  }
}

export default fp(uploads, { name: 'uploads' })
