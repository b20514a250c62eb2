// Photos that arrive: limited before they are read, written to a file, then prepared one by one. For the scopes whose
// routes take files only: the parser's hooks would be a fifth of what stands around any other request.

import { createHash } from 'node:crypto'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { prepareDrawing, type Source } from '../services/drawing.ts'
import { type PreparedPhoto, preparePhoto } from '../services/photos.ts'
import { Refusal } from '../services/refusal.ts'
import { type PreparedLogo, prepareLogo } from '../services/shop-logo.ts'
import { type Spool, spoolIn } from '../services/spool.ts'
import { storeLogo, storePhoto } from '../services/stored-pictures.ts'

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
  /** What came beside the photos. */
  fields: Record<string, string>
}

async function uploads(app: FastifyInstance) {
  const { maxUploadMb, maxImagesPerOrder, dataDir } = app.config
  const spool = spoolIn(dataDir)
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
    const parts = await readParts(this, spool, preparePhoto)
    if (parts.files === 0) throw NO_PHOTO
    return uploadOf(this, parts)
  })

  app.decorateRequest('logo', async function (this: FastifyRequest): Promise<PreparedLogo> {
    const { photos, refusal } = await readParts(this, spool, prepareLogo)
    if (refusal) throw refusal
    const [logo] = photos
    if (!logo) throw NO_LOGO
    const { objects } = this.server
    return objects ? storeLogo(objects, logo) : logo
  })

  app.decorateRequest('filledForm', async function (this: FastifyRequest): Promise<FilledForm> {
    if (!this.isMultipart()) {
      return { hasPhotos: false, photos: async () => ({ photos: [], content: '', fields: {} }) }
    }
    const parts = await readParts(this, spool, preparePhoto)
    // The token came in the address, and has done its work.
    const { _csrf, ...body } = parts.fields
    this.body = body
    return { hasPhotos: parts.files > 0, photos: async () => uploadOf(this, parts) }
  })
}

/** The fields of the longest form there is: an order of 100 items. */
const MOST_FIELDS = 600

interface Parts<Picture> {
  fields: Record<string, string>
  /** How many files came, also those that were refused. */
  files: number
  photos: Picture[]
  content: string
  /** Why the first file that was refused was refused. */
  refusal: unknown
}

/** Where there is a store of pictures, the bytes are in it before anything is written that refers to them. */
async function uploadOf(
  { server }: FastifyRequest,
  { fields, photos, content, refusal }: Parts<PreparedPhoto>,
): Promise<Upload> {
  if (refusal) throw refusal
  const { objects } = server
  if (!objects) return { fields, photos, content }
  const stored: PreparedPhoto[] = []
  for (const photo of photos) stored.push(await storePhoto(objects, photo))
  return { fields, photos: stored, content }
}

/**
 * Reads all of a multipart body. Each photo is prepared before the next one is read, so that only one is ever kept
 * as it came. One that is refused does not end the reading: the fields that follow it would be lost.
 */
async function readParts<Picture>(
  request: FastifyRequest,
  spool: Spool,
  draw: (source: Source) => Promise<Picture>,
): Promise<Parts<Picture>> {
  const parts: Parts<Picture> = { fields: {}, files: 0, photos: [], content: '', refusal: null }
  const hash = createHash('sha256')
  for await (const part of partsOf(request)) {
    if (part.type === 'field') {
      parts.fields[part.fieldname] = String(part.value)
      continue
    }
    if (part.filename) prepareDrawing()
    await spool.hold(bytesOf(part.file), async ({ path, size, sha256 }) => {
      // A file field where nothing was chosen.
      if (!part.filename && size === 0) return
      parts.files += 1
      if (parts.refusal) return
      hash.update(sha256)
      if (part.file.truncated) parts.refusal = tooLarge(request.server.config.maxUploadMb)
      else await prepare(parts, draw(path))
    })
  }
  return { ...parts, content: hash.digest('base64url') }
}

async function prepare<Picture>(parts: Parts<Picture>, photo: Promise<Picture>): Promise<void> {
  try {
    parts.photos.push(await photo)
  } catch (refusal) {
    parts.refusal = refusal
  }
}

/** @throws Refusal when the body is not what its Content-Type says */
async function* partsOf(request: FastifyRequest) {
  try {
    yield* request.parts()
  } catch (error) {
    throw refusalOf(error)
  }
}

/** Limits have codes of their own (see plugins/problems.ts); the errors of the parser have none. */
const refusalOf = (error: unknown) => ((error as { code?: string }).code ? error : BROKEN)

async function* bytesOf(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* file
  } catch (error) {
    throw refusalOf(error)
  }
}

const CHOOSE = 'Choose at least one photo.'
const NO_PHOTO = new Refusal('invalid', 'no_photo', CHOOSE, {
  errors: [{ pointer: '/images', code: 'required', detail: CHOOSE }],
})

const NO_LOGO = new Refusal('invalid', 'no_logo', 'Choose a picture first.')

const BROKEN = new Refusal(
  'unreadable',
  'broken_upload',
  'The photos were cut off on their way here. Nothing was saved; add them again.',
)

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
    /** The same for the one picture of a form that uploads the shop's logo. */
    logo(): Promise<PreparedLogo>
    /** Reads a form that was sent with or without photos, and puts its fields in `body`. */
    filledForm(): Promise<FilledForm>
  }
}

export default fp(uploads, { name: 'uploads' })
