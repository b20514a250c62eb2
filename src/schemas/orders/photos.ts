// Response schemas of an order's photos, and their URLs.
import { Type } from '@sinclair/typebox'
import { Id, OneOf, Timestamp } from '../common.ts'

export const OrderImageJson = Type.Object(
  {
    id: Id,
    orderId: { ...Id, description: 'The `id` of the order' },
    url: Type.String({ examples: ['/api/orders/1/images/1'] }),
    thumbnailUrl: Type.String({ examples: ['/api/orders/1/images/1?size=thumb'] }),
    contentType: Type.String({ examples: ['image/jpeg'] }),
    size: Type.Integer({ description: 'Bytes of the display size' }),
    width: Type.Integer(),
    height: Type.Integer(),
    shared: Type.Boolean({ description: 'Visible on the tracking page' }),
    createdAt: { ...Timestamp, description: 'Time it was added' },
    updatedAt: { ...Timestamp, description: 'Time of the last change of `shared`' },
  },
  { $id: 'OrderImage' },
)

export const OrderImagePatch = Type.Object(
  {
    shared: Type.Boolean({ description: 'Whether it is visible on the tracking page' }),
  },
  { $id: 'OrderImagePatch', additionalProperties: false, examples: [{ shared: true }] },
)

export const ImageParams = Type.Object(
  {
    id: { ...Id, description: 'Of the order' },
    imageId: { ...Id, description: 'Of the photo' },
  },
  { additionalProperties: false },
)

export const SizeQuery = Type.Object(
  {
    size: Type.Optional(
      OneOf(['display', 'thumb'], {
        default: 'display',
        description: 'At most 1600 pixels on the long edge, or a square of 320 pixels',
      }),
    ),
  },
  { additionalProperties: false },
)
