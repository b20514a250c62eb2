// S3 client: addresses, retries, timeouts and errors.
import t, { type Test } from 'tap'
import { loadConfig } from '../../../src/config/index.ts'
import { openObjects } from '../../../src/db/objects/open.ts'
import { type S3Settings, S3Store } from '../../../src/db/objects/s3.ts'
import { startStore } from '../../support/processes/s3-server.ts'

/** S3 settings, parsed like the shop's environment. */
function settingsOf(t: Test, env: Record<string, string>): S3Settings {
  const { s3 } = loadConfig({ DATA_DIR: t.testdir(), ...env })
  if (!s3) throw new Error('there is no store')
  return s3
}

t.test('a store that does not answer is tried three times', async (t) => {
  const store = await startStore(t)
  const objects = new S3Store(settingsOf(t, store.env), { tryMs: 500 })
  store.ill = () => 'silent'
  const message = /^The store of pictures at 127\.0\.0\.1:\d+ does not answer: took too long$/
  await t.rejects(objects.get('photos/gown'), { name: 'StoreError', message })
  t.strictSame(store.calls, ['GET photos/gown', 'GET photos/gown', 'GET photos/gown'])
})

t.test('a stored object is read back, and a missing one is no error', async (t) => {
  const { env, objects: stored } = await startStore(t, { S3_PREFIX: 'shops/marigold/' })
  const objects = openObjects(settingsOf(t, env))
  const bytes = new Uint8Array([0, 255, 10, 13])
  await objects?.put('photos/gown', bytes, 'image/jpeg')
  t.match(stored.get('shops/marigold/photos/gown'), { type: 'image/jpeg' })
  t.same(await objects?.get('photos/gown'), bytes)
  t.equal(await objects?.get('photos/veil'), undefined)
  t.match(await objects?.list('photos/', ''), [{ key: 'photos/gown' }])
  t.strictSame(await objects?.list('photos/', 'photos/gown'), [])
  await objects?.delete('photos/gown')
  await objects?.delete('photos/gown')
  t.equal(await objects?.get('photos/gown'), undefined)
})

t.test('a wrong secret and a missing bucket are reported', async (t) => {
  const { env } = await startStore(t)
  const refused = (more: Record<string, string>, message: string) =>
    t.rejects(new S3Store(settingsOf(t, { ...env, ...more })).get('photos/gown'), { message })
  await refused(
    { S3_SECRET_ACCESS_KEY: 'another' },
    'The store of pictures answered 403 SignatureDoesNotMatch',
  )
  await refused({ S3_BUCKET: 'dresses' }, 'The store of pictures answered 404 NoSuchBucket')
})

t.test('the bucket may be part of the host name', async (t) => {
  const requests: Request[] = []
  const answer = async (request: unknown) => {
    requests.push(request as Request)
    return new Response(null, { status: 404 })
  }
  t.intercept(globalThis, 'fetch', { value: answer })
  const env = {
    S3_ENDPOINT: 'https://s3.example',
    S3_BUCKET: 'pictures',
    S3_ACCESS_KEY_ID: 'AKID',
    S3_SECRET_ACCESS_KEY: 'secret',
    S3_PREFIX: 'marigold/',
  }
  for (const S3_FORCE_PATH_STYLE of ['true', 'false']) {
    await new S3Store(settingsOf(t, { ...env, S3_FORCE_PATH_STYLE })).get('photos/gown')
  }
  t.strictSame(
    requests.map(({ url }) => url),
    [
      'https://s3.example/pictures/marigold/photos/gown',
      'https://pictures.s3.example/marigold/photos/gown',
    ],
  )
})
