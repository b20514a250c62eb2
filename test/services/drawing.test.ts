// The process that draws pictures: what happens to it does not happen to the shop.
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { DrawingError, DrawingProcess, draw, prepareDrawing } from '../../src/services/drawing.ts'
import { preparePhoto } from '../../src/services/photos.ts'
import { noisyPhoto, twoHalves } from './photo-files.ts'

const small = await twoHalves(40, 30).jpeg().toBuffer()

t.test('a photo that ends the process is refused, and the next one is taken', async (t) => {
  const large = await (await noisyPhoto(3000, 2000)).jpeg().toBuffer()
  const refused = preparePhoto(large).catch((error: unknown) => error)
  while (prepareDrawing().underWay === 0) await pause(1)
  process.kill(prepareDrawing().pid ?? 0, 'SIGKILL')
  t.match(await refused, { kind: 'invalid', code: 'image_broken' })
  t.match(await preparePhoto(small), { width: 40, height: 30 })
})

t.test('what the image library says is an error of the picture', (t) =>
  t.rejects(draw({ kind: 'photo', source: small, decoder: 'png' }), DrawingError),
)

t.test('a process that ends by itself is no fault of the picture', async (t) => {
  const drawing = new DrawingProcess(() => {})
  // Nobody sends this; it falls over it as over a library that is not there.
  const error = await drawing.draw(undefined as never).catch((error: unknown) => error)
  t.match(error, { message: /ended with 1$/ })
  t.notOk(error instanceof DrawingError)
})

t.test('it goes when nobody needs it, and not before', async (t) => {
  let gone = false
  const drawing = new DrawingProcess(() => {
    gone = true
  }, 1)
  const job = { kind: 'photo', source: small, decoder: 'jpeg' } as const
  // Its start alone takes longer than it may be idle.
  t.match(await drawing.draw(job), { width: 40 })
  t.notOk(gone)
  while (!gone) await pause(1)
  t.equal(drawing.underWay, 0)
})

t.test('it knows none of the secrets of the shop', async (t) => {
  if (process.platform !== 'linux') return t.comment('an environment is read on Linux only')
  const { readFile } = await import('node:fs/promises')
  const environment = await readFile(`/proc/${prepareDrawing().pid}/environ`, 'latin1')
  const names = environment.split('\0').flatMap((line) => line.split('=', 1).filter(Boolean))
  // What Node and the runner of the tests add to every process that is started.
  const own = names.filter((name) => !/^(MALLOC_|NODE_|_TAPJS_)/.test(name))
  t.strictSame(own, ['PATH'])
})
