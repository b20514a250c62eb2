// The folder in memory that a test run keeps its databases in.
import { existsSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import tap from 'tap'

const { inMemory } = await import(new URL('../../scripts/memory-folder.mjs', import.meta.url).href)

const { TMPDIR } = process.env
tap.teardown(() => {
  if (TMPDIR) process.env.TMPDIR = TMPDIR
})

tap.test('each run has a folder of its own, which is there while it runs', (t) => {
  if (!existsSync('/dev/shm')) return t.end() // only Linux has one
  delete process.env.TMPDIR
  const folders = [1, 2].map(() =>
    inMemory(() => {
      const folder = process.env.TMPDIR ?? ''
      const inside = mkdtempSync(join(folder, 'test-'))
      return { folder, was: existsSync(inside) }
    }),
  )
  for (const { folder, was } of folders) {
    t.ok(was)
    t.notOk(existsSync(folder), 'removed afterwards')
  }
  t.not(folders[0].folder, folders[1].folder)
  t.notOk('TMPDIR' in process.env, 'and no longer named')
  t.end()
})

tap.test('a folder that somebody chose is used', (t) => {
  const chosen = t.testdir()
  process.env.TMPDIR = chosen
  t.equal(
    inMemory(() => process.env.TMPDIR),
    chosen,
  )
  t.equal(process.env.TMPDIR, chosen)
  t.end()
})
