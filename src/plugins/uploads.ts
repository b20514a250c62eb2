// Photos that arrive: limited before they are read, read whole, then prepared one by one.

import { createHash } from 'node:crypto'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type PreparedPhoto, preparePhoto } from '../services/photos.ts'
import { Refusal } from '../services/refusal.ts'

export interface Upload {
  photos: PreparedPhoto[]
  /** Identifies what was sent, for the idempotency key. */
  content: string
}

async function uploads(app: FastifyInstance) {
  const { maxUploadMb, maxImagesPerOrder } = app.config
  await app.register(multipart, {
    limits: { fileSize: maxUploadMb * 1_000_000, files: maxImagesPerOrder, fields: 10, parts: 40 },
  })

  app.decorateRequest('photos', async function (this: FastifyRequest): Promise<Upload> {
    const files = await readFiles(this, maxUploadMb)
    if (files.length === 0) {
      throw new Refusal('invalid', 'no_photo', 'Choose at least one photo.', {
        errors: [{ pointer: '/images', code: 'required', detail: 'Choose at least one photo.' }],
      })
    }
    const photos: PreparedPhoto[] = []
    for (const file of files) photos.push(await preparePhoto(file))
    const hash = createHash('sha256')
    for (const file of files) hash.update(String(file.length)).update(file)
    return { photos, content: hash.digest('base64url') }
  })
}

/** All files of the request; a file field where nothing was chosen is left out. */
async function readFiles(request: FastifyRequest, maxUploadMb: number): Promise<Buffer[]> {
  const files: Buffer[] = []
  try {
    for await (const part of request.files()) {
      const bytes = await part.toBuffer()
      if (part.filename || bytes.length > 0) files.push(bytes)
    }
  } catch (error) {
    throw (error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE'
      ? tooLarge(maxUploadMb)
      : error
  }
  return files
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
  }
}

export default fp(uploads, { name: 'uploads' })
