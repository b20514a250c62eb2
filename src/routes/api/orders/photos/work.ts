// Photos of assigned work: /api/work/{id}/images.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { IdParams, ref } from '../../../../schemas/common.ts'
import { ImageParams, SizeQuery } from '../../../../schemas/orders/photos.ts'
import { WorkImageJson } from '../../../../schemas/orders/work.ts'
import { answers } from '../../../../schemas/problems/details.ts'
import { callerOf } from '../../../../services/access/callers.ts'
import { expectAssigned, readWorkImage } from '../../../../services/orders/work/index.ts'
import { addWorkImages } from '../../../../services/orders/work/moves.ts'
import { sendPhoto } from '../../../shared/photo-answer.ts'
import { refuseFields } from '../../content.ts'
import { workImageJson } from '../work.ts'
import { PHOTO_ANSWERS } from './index.ts'

const tags = ['Work']

const workImages: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/api/work/:id/images', {
    config: { permission: 'work.write' },
    schema: {
      tags,
      summary: 'Add photos to an order assigned to you',
      description: 'As `POST /api/orders/{id}/images` takes them.',
      operationId: 'createWorkImages',
      consumes: ['multipart/form-data'],
      params: IdParams,
      response: answers(
        { 201: Type.Object({ data: Type.Array(ref(WorkImageJson)) }) },
        [404, 409, 413, 415, 422],
      ),
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const maker = callerOf(request)
      await expectAssigned(app.db, id, maker)
      const { photos, content, fields } = await request.photos()
      refuseFields(Object.keys(fields))
      const most = app.config.maxImagesPerOrder
      const added = await request.once(
        (change) => addWorkImages(change, id, photos, most, maker),
        content,
      )
      return reply.code(201).send({ data: added.map(workImageJson) })
    },
  })

  app.get('/api/work/:id/images/:imageId', {
    config: { permission: 'work.read' },
    schema: {
      tags,
      summary: 'The bytes of a photo of an order assigned to you',
      operationId: 'getWorkImage',
      produces: ['image/jpeg'],
      params: ImageParams,
      querystring: SizeQuery,
      response: answers(PHOTO_ANSWERS, [404]),
    },
    handler: async (request, reply) => {
      const { size = 'display' } = request.query
      const image = await readWorkImage(app.db, request.params, size, callerOf(request))
      return sendPhoto(reply, image, 'private, max-age=31536000, immutable')
    },
  })
}

export default workImages
