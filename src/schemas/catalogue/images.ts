// Schemas of the photos of products.
import { Type } from '@sinclair/typebox'
import { Id, Timestamp } from '../common.ts'

export const ProductImageJson = Type.Object(
  {
    id: Id,
    productId: { ...Id, description: 'The `id` of the product' },
    url: Type.String(),
    thumbnailUrl: Type.String(),
    contentType: Type.String(),
    size: Type.Integer({ description: 'Bytes of the display size' }),
    width: Type.Integer(),
    height: Type.Integer(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'ProductImage' },
)

export const ProductImageParams = Type.Object(
  {
    id: { ...Id, description: 'Of the product' },
    imageId: { ...Id, description: 'Of the photo' },
  },
  { additionalProperties: false },
)

export const ProductImageInput = Type.Object(
  { first: Type.Literal(true, { description: 'The photo becomes the first one' }) },
  { $id: 'ProductImageInput', additionalProperties: false, examples: [{ first: true }] },
)
