// The failed checks that a test run prints last.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import tap from 'tap'

const { failedFiles, failures } = await import(
  new URL('../../scripts/failures.mjs', import.meta.url).href
)

const OUTPUT = `TAP version 14
# Subtest: tests-1.mjs
    # Subtest: test/money.test.ts
        # Subtest: pence
            ok 1 - first
            not ok 2 - second # time=2ms
              ---
              found: 1
              wanted: 2
              ...
            1..2
        not ok 1 - pence # time=3ms
        1..1
    not ok 1 - test/money.test.ts # time=4ms
    # Subtest: test/dates.test.ts
        ok 1 - fine
        1..1
    ok 2 - test/dates.test.ts # time=4ms
    1..2
not ok 1 - tests-1.mjs # time=9ms
# Subtest: tests-2.mjs
    # Subtest: test/photos.test.ts
        ok 1 - drawn
    not ok 1 - timeout!
    1..1
not ok 2 - tests-2.mjs # time=9ms
1..2
`

tap.test('failed checks are named with their tests, each once', (t) => {
  const file = join(t.testdir({ 'output.tap': OUTPUT }), 'output.tap')
  t.same(failures(file), [
    'tests-1.mjs > test/money.test.ts > pence > second\n    found: 1\n    wanted: 2',
    'tests-2.mjs > timeout!',
  ])
  t.end()
})

tap.test('a program that fails without a failed check is named', (t) => {
  const file = join(t.testdir(), 'output.tap')
  writeFileSync(file, '# Subtest: tests-1.mjs\n    ok 1 - fine\n    1..1\nnot ok 1 - tests-1.mjs\n')
  t.same(failures(file), ['tests-1.mjs'])
  t.same(failures(`${file}.missing`), [], 'a run that wrote nothing')
  t.end()
})

tap.test('the files that failed are named once each', (t) => {
  const found = [
    'tests-1.mjs > test/money.test.ts > pence > second\n    found: 1',
    'tests-1.mjs > test/money.test.ts > pounds',
    'tests-2.mjs > test/photos.test.ts',
  ]
  t.same(failedFiles(found), ['test/money.test.ts', 'test/photos.test.ts'])
  t.same(failedFiles([...found, 'tests-2.mjs > timeout!']), undefined, 'a program that hung')
  t.end()
})
