// Pictures of the people who can switch on a shared tablet, where nobody is signed in.
import t from 'tap'
import { openShop } from '../../../../support/api.ts'
import { browser, program } from '../../../../support/app.ts'
import { multipart } from '../../../../support/multipart.ts'
import { twoHalves } from '../../../../support/shop/photo-files.ts'
import { colleague, tablet } from '../../../../support/shop/tablets.ts'

t.test('a tablet shows the pictures of those who have a PIN, and of nobody else', async (t) => {
  const { app, owner } = await openShop(t)
  const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
  const karim = await colleague(app, owner, 'Karim Haddad', '9052')
  const bytes = await twoHalves(300, 300).jpeg().toBuffer()
  for (const url of ['/api/users/me/avatar', `/api/users/${rosa.id}/avatar`]) {
    const form = new FormData()
    form.append('avatar', new File([bytes], 'me.jpg'))
    const answer = await owner.send({ method: 'PUT', url, ...(await multipart(form)) })
    t.equal(answer.statusCode, 200, answer.body)
  }
  const counter = await tablet(app, owner)
  const { $ } = await counter.get('/auth/switch')
  const [first, second] = $('.pick').toArray()
  t.equal($(first).find('[data-initials]').attr('data-initials'), 'KH')
  const src = $(second).find('img').attr('src') ?? ''
  t.match(src, `/auth/switch/images/${rosa.id}?v=`)
  t.equal($(second).find('img').attr('alt'), '', 'the name stands beside it')
  const picture = await counter.get(src)
  t.equal(picture.status, 200)
  t.match(picture.response.headers, {
    'content-type': 'image/webp',
    'cache-control': /^private/,
    'x-content-type-options': 'nosniff',
  })
  const pictureOf = async (id: number) => (await counter.get(`/auth/switch/images/${id}`)).status
  t.equal(await pictureOf(1), 404, 'the owner has a picture, and no PIN')
  t.equal(await pictureOf(karim.id), 404, 'none')
  t.equal((await browser(app).get(src)).status, 404, 'not for a browser that is no tablet')
  await owner.put(`/api/users/${rosa.id}`, { isActive: false })
  t.equal(await pictureOf(rosa.id), 404, 'switched off')
  await owner.put(`/api/users/${rosa.id}`, { isActive: true })
  t.equal((await (await program(app, rosa)).get('/api/users/me')).statusCode, 200)
  t.equal(await pictureOf(rosa.id), 200)
  await owner.delete(`/api/devices/${counter.id}`)
  t.equal(await pictureOf(rosa.id), 404, 'the tablet is revoked')
})
