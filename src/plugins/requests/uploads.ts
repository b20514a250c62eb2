// Photo uploads: limited while they are read, spooled to a file, prepared one by one. For scopes whose routes accept
// files: the parser's hooks would be a fifth of any other request's overhead.

import { createHash } from 'node:crypto'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal } from '../../lib/errors/refusal.ts'
import { type PreparedAvatar, prepareAvatar } from '../../services/photos/avatar.ts'
import { prepareDrawing, type Source } from '../../services/photos/drawing/index.ts'
import { type PreparedLogo, prepareLogo } from '../../services/photos/logo.ts'
import { type PreparedPhoto, preparePhoto } from '../../services/photos/prepare.ts'
import { createSpool, type Spool } from '../../services/photos/spool.ts'
import { storeAvatar, storeLogo, storePhoto } from '../../services/photos/store/index.ts'
import { bytesOf, partsOf } from './multipart-parts.ts'

/** A form with optional photos; its fields are in `request.body`. */
export interface FormWithPhotos {
  /** Number of photos, refused ones included. */
  photoCount: number
  /** Prepares the photos; there may be none. @throws Refusal if one is not a photo, broken, or too large */
  photos(): Promise<Upload>
}

export interface Upload {
  photos: PreparedPhoto[]
  /** Identifies the content, for the idempotency key. */
  content: string
  fields: Record<string, string>
}

/** The first image of the form. */
export interface LogoUpload {
  logo: PreparedLogo
  files: number
  fields: Record<string, string>
}

/** The first picture of the form. */
export interface AvatarUpload {
  avatar: PreparedAvatar
  files: number
  fields: Record<string, string>
}

async function uploads(app: FastifyInstance) {
  const { maxUploadMb, maxImagesPerOrder, dataDir } = app.config
  const spool = createSpool(dataDir)
  await app.register(multipart, {
    // Above the limit of an order, whose refusal is easier to understand.
    limits: {
      fileSize: maxUploadMb * 1_000_000,
      files: maxImagesPerOrder + 5,
      fields: MOST_FIELDS,
      // The body limit counts for all fields together (multipart-parts.ts). One just above it must not be cut before
      // that: JSON that is cut would be told as invalid.
      fieldSize: 4 * (app.initialConfig.bodyLimit as number),
    },
    throwFileSizeLimit: false,
  })

  app.decorateRequest('photos', async function (this: FastifyRequest): Promise<Upload> {
    const parts = await readParts(this, spool, preparePhoto, { toTheEnd: false })
    if (parts.files === 0) throw NO_PHOTO
    return uploadOf(this, parts)
  })

  app.decorateRequest('logo', async function (this: FastifyRequest): Promise<LogoUpload> {
    const options = { toTheEnd: false }
    const { photos, files, fields } = await readParts(this, spool, prepareLogo, options)
    const [logo] = photos
    if (!logo) throw NO_LOGO
    const { objects } = this.server
    return { logo: objects ? await storeLogo(objects, logo) : logo, files, fields }
  })

  app.decorateRequest('avatar', async function (this: FastifyRequest): Promise<AvatarUpload> {
    const options = { toTheEnd: false }
    const { photos, files, fields } = await readParts(this, spool, prepareAvatar, options)
    const [avatar] = photos
    if (!avatar) throw NO_AVATAR
    const { objects } = this.server
    return { avatar: objects ? await storeAvatar(objects, avatar) : avatar, files, fields }
  })

  app.decorateRequest('filledForm', async function (this: FastifyRequest): Promise<FormWithPhotos> {
    if (!this.isMultipart()) {
      return { photoCount: 0, photos: async () => ({ photos: [], content: '', fields: {} }) }
    }
    const parts = await readParts(this, spool, preparePhoto, { toTheEnd: true })
    const { _csrf, ...body } = parts.fields
    this.body = body
    return { photoCount: parts.files, photos: async () => uploadOf(this, parts) }
  })
}

/** Fields of the longest form: an order of 100 items. */
const MOST_FIELDS = 600

interface Parts<Picture> {
  fields: Record<string, string>
  files: number
  photos: Picture[]
  content: string
  refusal: unknown
}

/** With an object store, the bytes are stored before any row refers to them. */
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

interface Reading {
  /**
   * If true, a refused file does not end the reading, so that later fields are kept. Otherwise
   * plugins/requests/unread-bodies.ts discards the rest.
   */
  toTheEnd: boolean
}

/**
 * Reads a multipart body. Each photo is prepared before the next is read, so that only one original is held.
 * @throws Refusal of the first refused file, unless `toTheEnd`
 */
async function readParts<Picture>(
  request: FastifyRequest,
  spool: Spool,
  draw: (source: Source) => Promise<Picture>,
  { toTheEnd }: Reading,
): Promise<Parts<Picture>> {
  const parts: Parts<Picture> = { fields: {}, files: 0, photos: [], content: '', refusal: null }
  const hash = createHash('sha256')
  const { maxUploadMb } = request.server.config
  for await (const part of partsOf(request)) {
    if (part.type === 'field') {
      parts.fields[part.fieldname] = part.value
      continue
    }
    if (part.filename) prepareDrawing()
    // The parser alone would report it at the end of the file.
    if (!toTheEnd) part.file.once('limit', () => part.file.destroy(tooLarge(maxUploadMb)))
    await spool.hold(bytesOf(part.file), async ({ path, size, sha256 }) => {
      // An empty file input.
      if (!part.filename && size === 0) return
      parts.files += 1
      if (parts.refusal) return
      hash.update(sha256)
      if (part.file.truncated) parts.refusal = tooLarge(maxUploadMb)
      else await prepare(parts, draw(path))
    })
    if (parts.refusal && !toTheEnd) throw parts.refusal
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

const CHOOSE = 'Choose at least one photo.'
const NO_PHOTO = new Refusal('invalid', 'no_photo', CHOOSE, {
  errors: [{ pointer: '/images', code: 'required', detail: CHOOSE }],
})

const CHOOSE_LOGO = 'Choose a logo file first.'
const NO_LOGO = new Refusal('invalid', 'no_logo', CHOOSE_LOGO, {
  errors: [{ pointer: '/logo', code: 'required', detail: CHOOSE_LOGO }],
})

const CHOOSE_AVATAR = 'Choose a picture first.'
const NO_AVATAR = new Refusal('invalid', 'no_avatar', CHOOSE_AVATAR, {
  errors: [{ pointer: '/avatar', code: 'required', detail: CHOOSE_AVATAR }],
})

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
     * @throws Refusal if one is not a photo, broken, or too large
     */
    photos(): Promise<Upload>
    /** As `photos`, for the one image of a logo form. */
    logo(): Promise<LogoUpload>
    /** As `photos`, for the one picture of an account. */
    avatar(): Promise<AvatarUpload>
    /** Reads a form that was sent with or without photos, and puts its fields in `body`. */
    filledForm(): Promise<FormWithPhotos>
  }
}

export default fp(uploads, { name: 'uploads' })
