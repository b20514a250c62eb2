// Photos of products by the API: order, who sees them, limits; in the database and in the object store.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { checkPictures } from '../../../../src/services/audit/photos.ts'
import { moveToDatabase, moveToStore } from '../../../../src/services/photos/store/migration.ts'
import { sweepPictures } from '../../../../src/services/photos/store/sweep.ts'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { startStore } from '../../../support/processes/s3-server.ts'
import { addProduct, addProductPhotos, SCARF, SILK } from '../../../support/shop/products.ts'

const { app, owner } = await openShop(t, {}, { MAX_IMAGES_PER_ORDER: '3' })

const idsOf = async (id: number) =>
  (await app.inject(`/api/products/${id}/images`)).json().data.map((one: { id: number }) => one.id)

t.test('everybody sees the photos of a product, and caches keep them', async (t) => {
  const { id } = await addProduct(owner)
  const [front, back] = await addProductPhotos(owner, id, 2)
  t.match(front, { productId: id, contentType: 'image/jpeg', width: 400, height: 300 })
  const photo = await app.inject(String(front?.url))
  t.equal(photo.statusCode, 200)
  t.match(photo.headers, {
    'content-type': 'image/jpeg',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  const tag = { 'if-none-match': String(photo.headers.etag) }
  t.equal((await app.inject({ url: String(front?.url), headers: tag })).statusCode, 304)
  t.not((await app.inject(String(front?.thumbnailUrl))).headers.etag, photo.headers.etag)
  const product = (await app.inject(`/api/products/${id}`)).json()
  t.match(product, { imageUrl: front?.url, images: [{ id: front?.id }, { id: back?.id }] })
})

t.test('photos of material are for staff', async (t) => {
  const { id } = await addProduct(owner, SILK)
  const [photo] = await addProductPhotos(owner, id)
  refused(t, await app.inject(String(photo?.url)), 404, 'not_found')
  const { headers, statusCode } = await owner.get(String(photo?.url))
  t.equal(statusCode, 200)
  t.match(headers['cache-control'], /^private/)
})

t.test('one is put first, one is deleted, and a variant shows its own', async (t) => {
  const product = await addProduct(owner)
  const { id } = product
  const [first, second, third] = (await addProductPhotos(owner, id, 3)).map((one) => one.id)
  const put = await owner.put(`/api/products/${id}/images/${third}`, { first: true })
  t.strictSame(
    put.json().data.map((one: { id: number }) => one.id),
    [third, first, second],
  )
  const variant = `/api/variants/${product.variants[0]?.id}`
  const shown = await owner.put(variant, { imageId: second })
  t.equal(shown.json().imageUrl, `/api/products/${id}/images/${second}`)
  const other = await addProduct(owner)
  t.same(
    wrongFields(await owner.put(`/api/variants/${other.variants[0]?.id}`, { imageId: second })),
    {
      '/imageId': 'reference',
    },
  )
  const foreign = `/api/products/${other.id}/images/${second}`
  refused(t, await owner.put(foreign, { first: true }), 404, 'not_found')
  refused(t, await owner.delete(foreign), 404, 'not_found')
  t.equal((await owner.delete(`/api/products/${id}/images/${second}`)).statusCode, 204)
  t.strictSame(await idsOf(id), [third, first])
  t.equal((await owner.get(variant)).json().imageUrl, null)
  t.match((await eventsOf(app, 'product', id)).at(-1), {
    type: 'product.image_removed',
    data: { image: second },
  })
})

t.test('more photos than the shop allows are refused, all of them', async (t) => {
  const { id } = await addProduct(owner)
  const [kept, gone] = await addProductPhotos(owner, id, 2)
  await t.rejects(addProductPhotos(owner, id, 2), /too_many_images/)
  t.strictSame(await idsOf(id), [kept?.id, gone?.id])
  const url = `/api/products/${id}`
  await owner.delete(url)
  await t.rejects(addProductPhotos(owner, id), /product_archived/)
  refused(t, await owner.delete(String(gone?.url)), 409, 'product_archived')
  refused(t, await owner.get('/api/products/999999/images'), 404, 'not_found')
})

t.test('in the object store they survive the sweep, and move both ways', async (t) => {
  const store = await startStore(t)
  const { app, owner } = await openShop(t, {}, store.env)
  const { objects } = app
  if (!objects) throw new Error('There is no store')
  const { id } = await addProduct(owner, SCARF)
  const [photo] = await addProductPhotos(owner, id)
  const blobs = async () =>
    (await app.db.get<{ n: number }>(sql`SELECT count(*) AS n FROM product_image_blobs`))?.n
  const same = async () => (await app.inject(String(photo?.url))).statusCode
  const sweep = () => {
    for (const object of store.objects.values()) object.modified = new Date('2020-01-01')
    return sweepPictures(app.db, objects)
  }
  t.strictSame([await blobs(), store.objects.size, await same()], [0, 2, 200])
  t.equal(await sweep(), 0, 'a row speaks of each')
  t.match(await checkPictures(app.db, objects), { checked: 1, inStore: 1, problems: [] })
  await moveToDatabase(app.db, objects, () => {})
  t.strictSame([await blobs(), await same()], [1, 200])
  await moveToStore(app.db, objects, () => {})
  t.strictSame([await blobs(), await same()], [0, 200])
  await owner.delete(String(photo?.url))
  t.equal(await sweep(), 2, 'nothing speaks of them any more')
})
