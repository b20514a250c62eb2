// Start-up log: address of the shop and link of the set-up.
import { Writable } from 'node:stream'
import t, { type Test } from 'tap'
import { buildApp } from '../../../src/app.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { testConfig } from '../../support/app.ts'

/** A listening shop, and the lines of its log. */
async function opened(t: Test, env: NodeJS.ProcessEnv = {}) {
  const lines: { msg: string; link?: string }[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  const config = await testConfig(t, env)
  const logger = { level: 'info', stream }
  const app = await buildApp({ config, db: await openDatabase(config), logger })
  t.teardown(() => app.close())
  await app.listen({ port: 0, host: '127.0.0.1' })
  await app.announce()
  return { app, lines }
}

t.test('the log has the link of the set-up, and it works', async (t) => {
  const { lines } = await opened(t, { HOST: '127.0.0.1' })
  const link = lines.find((line) => line.link)?.link
  t.match(link, /^http:\/\/127\.0\.0\.1:\d+\/setup\?token=[\w-]{43}$/)
  const page = await fetch(String(link))
  t.equal(page.status, 200)
  t.match(await page.text(), 'Shop name')
})

t.test('the link has the public address', async (t) => {
  const { lines } = await opened(t, { PUBLIC_URL: 'https://shop.test' })
  t.match(lines.find((line) => line.link)?.link, /^https:\/\/shop\.test\/setup\?token=/)
  const anywhere = await opened(t, { HOST: '0.0.0.0' })
  t.match(anywhere.lines.find((line) => line.link)?.link, /^http:\/\/localhost:\d+\//)
})

t.test('a shop with an owner logs no link', async (t) => {
  const owner = { ADMIN_EMAIL: 'ines@shop.test', ADMIN_PASSWORD: 'needle and thread 7' }
  const { lines } = await opened(t, owner)
  t.match(lines.map(({ msg }) => msg).join('\n'), 'Hemline is open at http://')
  t.notMatch(JSON.stringify(lines), /token|needle and thread/)
})
