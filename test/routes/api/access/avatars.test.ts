// Pictures of accounts: drawn anew, private to staff and the person, in the database or the object store.
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { checkPictures } from '../../../../src/services/audit/photos.ts'
import { moveToDatabase, moveToStore } from '../../../../src/services/photos/store/migration.ts'
import { sweepPictures } from '../../../../src/services/photos/store/sweep.ts'
import { customerProgram, eventsOf, openShop, refused, type Shop } from '../../../support/api.ts'
import { account, type Program, program } from '../../../support/app.ts'
import { multipart } from '../../../support/multipart.ts'
import { startStore } from '../../../support/processes/s3-server.ts'
import { twoHalves } from '../../../support/shop/photo-files.ts'

const face = await twoHalves(400, 300)
  .withExif({ IFD0: { Artist: 'Ines' } })
  .jpeg()
  .toBuffer()
const other = await twoHalves(100, 80).png().toBuffer()
const OWN = '/api/users/me/avatar'

async function put(who: Program, url: string, ...files: (Buffer | string)[]) {
  const form = new FormData()
  for (const bytes of files) form.append('avatar', new File([bytes], 'me.jpg'))
  return who.send({ method: 'PUT', url, ...(await multipart(form)) })
}

const rows = async ({ app }: Pick<Shop, 'app'>) =>
  (await app.db.get<{ n: number }>(sql`SELECT count(*) AS n FROM user_avatars`))?.n

t.test('a picture is a small square without metadata, at an address for good', async (t) => {
  const shop = await openShop(t)
  const { app, owner } = shop
  const before = (await owner.get('/api/users/me')).json()
  t.equal(before.avatarUrl, null)
  const answer = await put(owner, OWN, face)
  t.equal(answer.statusCode, 200, answer.body)
  const user = answer.json()
  t.match(user, { id: before.id, version: before.version + 1, avatarUrl: /\?v=[0-9a-f]{10}$/ })
  t.equal(answer.headers.etag, `"${user.version}"`)
  const picture = await owner.get(user.avatarUrl)
  t.match(picture.headers, {
    'content-type': 'image/webp',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  const { width, height, exif } = await sharp(picture.rawPayload).metadata()
  t.strictSame({ width, height, exif }, { width: 192, height: 192, exif: undefined })
  const known = { 'if-none-match': String(picture.headers.etag) }
  t.equal((await owner.send({ url: user.avatarUrl, headers: known })).statusCode, 304)
  const unnamed = await owner.get(`/api/users/${user.id}/avatar`)
  t.equal(unnamed.headers['cache-control'], 'private, no-cache')

  t.equal((await put(owner, OWN, face)).json().version, user.version, 'the same is no change')
  const changed = (await put(owner, OWN, other)).json()
  t.not(changed.avatarUrl, user.avatarUrl)
  t.equal((await owner.get(user.avatarUrl)).headers['cache-control'], 'private, no-cache')
  t.equal(await rows(shop), 1)
  t.equal((await owner.delete(OWN)).statusCode, 204)
  t.equal((await owner.delete(OWN)).statusCode, 204, 'twice')
  refused(t, await owner.get(changed.avatarUrl), 404, 'not_found')
  t.equal(await rows(shop), 0)
  const types = (await eventsOf(app, 'user', user.id)).map(({ type }) => type)
  t.equal(types.filter((type) => type === 'user.avatar_changed').length, 3)
})

t.test('what is no single picture is refused, and the picture stays', async (t) => {
  const { owner } = await openShop(t, {}, { MAX_UPLOAD_MB: '1' })
  const { avatarUrl } = (await put(owner, OWN, face)).json()
  refused(t, await put(owner, OWN), 422, 'no_avatar')
  refused(
    t,
    await put(owner, OWN, '<svg xmlns="http://www.w3.org/2000/svg"/>'),
    415,
    'image_unsupported',
  )
  refused(t, await put(owner, OWN, face.subarray(0, 500)), 422, 'image_broken')
  refused(t, await put(owner, OWN, Buffer.alloc(1_100_000)), 413, 'image_too_large')
  refused(t, await put(owner, OWN, face, other), 422, 'invalid_input')
  t.equal((await owner.get('/api/users/me')).json().avatarUrl, avatarUrl)
})

t.test('staff see every picture, customers their own; others need the right', async (t) => {
  const { app, owner } = await openShop(t)
  const { avatarUrl, id } = (await put(owner, OWN, face)).json()
  const staff = await program(app, await account(app, 'staff'))
  const amina = await customerProgram(app)
  t.equal((await staff.get(avatarUrl)).statusCode, 200)
  refused(t, await amina.get(avatarUrl), 404, 'not_found')
  t.equal((await app.inject(avatarUrl)).statusCode, 401)
  const own = (await put(amina, OWN, other)).json()
  t.equal((await amina.get(own.avatarUrl)).statusCode, 200)
  t.equal((await staff.get(own.avatarUrl)).statusCode, 200)

  refused(t, await put(staff, `/api/users/${own.id}/avatar`, face), 403, 'forbidden')
  t.equal((await put(owner, `/api/users/${own.id}/avatar`, face)).statusCode, 200)
  t.equal((await owner.delete(`/api/users/${own.id}/avatar`)).statusCode, 204)
  refused(t, await put(owner, '/api/users/999999/avatar', face), 404, 'not_found')

  const permissions = ['users.write']
  const role = (await owner.post('/api/roles', { name: 'Accounts', permissions })).json()
  const clerk = await account(app, 'staff')
  const { data } = (await owner.get(`/api/users?search=${clerk.email}`)).json()
  await owner.put(`/api/users/${data[0].id}`, { roleId: role.id })
  const clerkProgram = await program(app, clerk)
  refused(t, await put(clerkProgram, `/api/users/${id}/avatar`, other), 403, 'more_rights')
  t.equal((await owner.get('/api/users/me')).json().avatarUrl, avatarUrl)
})

async function openWithStore(t: Test) {
  const store = await startStore(t)
  return { ...(await openShop(t, {}, store.env)), store }
}

t.test('with an object store the bytes are there, and move back and forth', async (t) => {
  const shop = await openWithStore(t)
  const { app, owner, store } = shop
  const { objects } = app
  if (!objects) throw new Error('The shop has no store')
  const { avatarUrl } = (await put(owner, OWN, face)).json()
  t.equal(await rows(shop), 0)
  t.match([...store.objects.keys()], [/^avatars\/[0-9a-f]{64}$/])
  const sent = (await owner.get(avatarUrl)).rawPayload
  const age = () => {
    for (const object of store.objects.values()) object.modified = new Date('2020-01-01')
  }
  age()
  t.equal(await sweepPictures(app.db, objects), 0, 'it is referred to')

  const carried: number[] = []
  await moveToDatabase(app.db, objects, (count) => carried.push(count))
  t.equal(await rows(shop), 1)
  store.objects.clear()
  t.strictSame((await owner.get(avatarUrl)).rawPayload, sent)
  await moveToStore(app.db, objects, (count) => carried.push(count))
  t.strictSame(carried, [1, 1])
  t.equal(await rows(shop), 0)
  t.match(await checkPictures(app.db, objects), { checked: 1, inStore: 1, problems: [] })

  store.objects.clear()
  t.match((await checkPictures(app.db, objects)).problems, [{ table: 'users' }])
  await put(owner, OWN, other)
  await owner.delete(OWN)
  age()
  t.equal(await sweepPictures(app.db, objects), 1, 'a removed picture is swept away')
})
