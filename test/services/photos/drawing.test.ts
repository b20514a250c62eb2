// Image process: its crashes do not affect the shop.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import {
  DrawingError,
  DrawingProcess,
  draw,
  prepareDrawing,
} from '../../../src/services/photos/drawing/index.ts'
import { preparePhoto } from '../../../src/services/photos/prepare.ts'
import { noisyPhoto, twoHalves } from '../../support/shop/photo-files.ts'

const small = await twoHalves(40, 30).jpeg().toBuffer()

/** Kills the process during a photo, like the out-of-memory killer. */
async function killedDuring(source: Buffer | string) {
  const refused = preparePhoto(source).catch((error: unknown) => error)
  while (prepareDrawing().underWay === 0) await pause(1)
  process.kill(prepareDrawing().pid ?? 0, 'SIGKILL')
  return refused
}

t.test('a photo during which the process is killed may be sent again once', async (t) => {
  const large = await (await noisyPhoto(3000, 2000)).jpeg().toBuffer()
  const other = await (await noisyPhoto(2000, 3000)).jpeg().toBuffer()
  const again = { kind: 'unavailable', code: 'drawing_stopped', extras: { retryAfter: 10 } }
  t.match(await killedDuring(large), again)
  t.match(await preparePhoto(small), { width: 40, height: 30 }, 'and the next one is taken')
  t.match(await killedDuring(other), again, 'another photo')
  const file = join(t.testdir({}), 'large.jpg')
  await writeFile(file, large)
  t.match(await killedDuring(file), { kind: 'invalid', code: 'image_broken' }, 'the same again')
  t.match(await preparePhoto(other), { width: 1067, height: 1600 }, 'the other was fine')
})

t.test('an error of the image library is reported as one of the photo', (t) =>
  t.rejects(draw({ kind: 'photo', source: small, decoder: 'png' }), DrawingError),
)

t.test('a crash of the process is not reported as an error of the photo', async (t) => {
  const drawing = new DrawingProcess(() => {})
  // No caller sends this; it crashes like a missing library.
  const error = await drawing.draw(undefined as never).catch((error: unknown) => error)
  t.match(error, { message: /ended with 1$/ })
  t.notOk(error instanceof DrawingError)
})

t.test('an idle process exits, and not earlier', async (t) => {
  let gone = false
  const drawing = new DrawingProcess(() => {
    gone = true
  }, 1)
  const job = { kind: 'photo', source: small, decoder: 'jpeg' } as const
  // Its start takes longer than the idle time.
  t.match(await drawing.draw(job), { width: 40 })
  t.notOk(gone)
  while (!gone) await pause(1)
  t.equal(drawing.underWay, 0)
})

t.test('the process has no secrets in its environment', async (t) => {
  if (process.platform !== 'linux') return t.comment('an environment is read on Linux only')
  const { readFile } = await import('node:fs/promises')
  const environment = await readFile(`/proc/${prepareDrawing().pid}/environ`, 'latin1')
  const names = environment.split('\0').flatMap((line) => line.split('=', 1).filter(Boolean))
  // Added by Node and the test runner to every process.
  const own = names.filter((name) => !/^(MALLOC_|NODE_|_TAPJS_)/.test(name))
  t.strictSame(own, ['PATH'])
})
