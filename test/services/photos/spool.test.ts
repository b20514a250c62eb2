// Upload spool: temporary files of uploads, deleted after use.
import { existsSync, readdirSync, utimesSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { Spool } from '../../../src/services/photos/spool.ts'

const spoolOf = (t: Test) => new Spool(join(t.testdir(), 'uploads'))

async function* sent(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part)
}

async function* cutOff() {
  yield Buffer.from('half')
  throw new Error('the sender went away')
}

t.test('an upload is in a file while it is processed', async (t) => {
  const spool = spoolOf(t)
  const path = await spool.hold(sent('a go', 'wn'), async ({ path, size }) => {
    t.equal(await readFile(path, 'utf8'), 'a gown')
    t.equal(size, 6)
    return path
  })
  t.notOk(existsSync(path))
})

t.test('the same bytes have the same hash, in any chunks', async (t) => {
  const hashOf = (...parts: string[]) =>
    spoolOf(t).hold(sent(...parts), async ({ sha256 }) => sha256.toString('hex'))
  t.equal(await hashOf('a go', 'wn'), await hashOf('a gown'))
  t.not(await hashOf('a gown'), await hashOf('a veil'))
})

t.test('failed work and aborted uploads leave no file', async (t) => {
  const spool = spoolOf(t)
  const failing = spool.hold(sent('a gown'), async () => {
    throw new Error('no photo')
  })
  await t.rejects(failing, /no photo/)
  const worked = spool.hold(cutOff(), async () => t.fail('half a photo was worked on'))
  await t.rejects(worked, /went away/)
  t.strictSame(readdirSync(spool.folder), [])
})

t.test('files of a killed process are deleted, those of a running one are not', async (t) => {
  const folder = t.testdir({ old: 'half a photo', new: 'still on its way' })
  const hourAgo = Date.now() / 1000 - 3_700
  utimesSync(join(folder, 'old'), hourAgo, hourAgo)
  await new Spool(folder).clear()
  t.strictSame(readdirSync(folder), ['new'])
})

t.test('without uploads there is nothing to delete', (t) => t.resolves(spoolOf(t).clear()))
