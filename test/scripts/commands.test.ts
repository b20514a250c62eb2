// Command-line scripts: help, one-line errors, and no changes on errors.
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { runCommand, UsageError } from '../../scripts/command.ts'
import { OpenError } from '../../src/db/errors.ts'
import { openDatabase } from '../../src/db/open.ts'
import { ROOT } from '../../src/lib/root.ts'
import { onlyOnSqlite } from '../support/database/index.ts'
import { programOf } from '../support/processes/programs.ts'

onlyOnSqlite('copies of a file are what most of them are about')

interface Said {
  code: number
  out: string
  err: string
}

/** Runs a script. @returns output and exit code */
const typed = (dataDir: string, script: string, ...args: string[]) =>
  run({}, dataDir, script, ...args)

/** Runs a script as an unprivileged user, because root may write everywhere. */
const typedByAnybody = (dataDir: string, script: string, ...args: string[]) =>
  run(process.getuid?.() === 0 ? { uid: 65_534 } : {}, dataDir, script, ...args)

function run(
  account: { uid?: number },
  dataDir: string,
  script: string,
  ...args: string[]
): Promise<Said> {
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir }
  const node = script.endsWith('.ts') ? programOf(script) : [join(ROOT, script)]
  return new Promise((resolve) => {
    const options = { cwd: ROOT, env, ...account }
    execFile(process.execPath, [...node, ...args], options, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    )
  })
}

t.test('a backup is saved, checked and restored, and no other file appears', async (t) => {
  const dataDir = t.testdir()
  const db = await openDatabase({ dataDir, databaseUrl: null })
  await db.close()
  const before = readdirSync(dataDir)
  const copy = join(dataDir, 'monday.db')

  t.match(await typed(dataDir, 'scripts/backup.ts', copy), { code: 0, out: /Saved .*monday\.db/ })
  const bytes = readFileSync(copy)
  t.match(await typed(dataDir, 'scripts/verify.ts', copy), {
    code: 0,
    out: /Everything is in order/,
  })
  t.ok(bytes.equals(readFileSync(copy)), 'checking a copy does not change it')
  const said = await typed(dataDir, 'scripts/restore.ts', copy)
  t.match(said, { code: 0, out: /Restored .*\n.*kept in .*-before-restore-/ })
  const newFiles = readdirSync(dataDir).filter((name) => !before.includes(name))
  t.match(newFiles.sort(), [/^hemline-before-restore-/, 'monday.db'])
})

t.test('an error is one line and leaves nothing behind', async (t) => {
  const dataDir = join(t.testdir(), 'nowhere')
  const letter = join(t.testdirName, 'letter.txt')
  writeFileSync(letter, 'Dear Ines')
  const mistakes: [line: RegExp, script: string, ...args: string[]][] = [
    [/Unknown option '--halp'/, 'scripts/backup.ts', '--halp'],
    [/There is no database at .*nowhere/, 'scripts/backup.ts'],
    [/letter.txt is no database/, 'scripts/verify.ts', letter],
    [/Name the copy/, 'scripts/restore.ts'],
    [/"extra" is not expected/, 'scripts/sample.ts', 'extra'],
    [/takes numbers above zero/, 'bench/main.ts', '--sizes', 'many'],
    [/"--port" is not expected/, 'scripts/check.mjs', '--port'],
  ]
  const said = await Promise.all(
    mistakes.map(([, script, ...args]) => typed(dataDir, script, ...args)),
  )
  mistakes.forEach(([line, script], at) => {
    t.match(said[at], { code: 1, out: '', err: line }, script)
    t.equal(said[at]?.err.trim().split('\n').length, 1, said[at]?.err ?? '')
  })
  t.notOk(existsSync(dataDir), 'no folder, no database and no secrets were made')
})

t.test('a read-only folder is named in the error', async (t) => {
  if (process.platform === 'win32') return t.comment('rights are other ones on Windows')
  const dataDir = t.testdir({ locked: {}, free: {} })
  const db = await openDatabase({ dataDir, databaseUrl: null })
  await db.close()
  const file = join(dataDir, 'hemline.db')
  const locked = join(dataDir, 'locked')
  const copy = join(dataDir, 'free', 'monday.db')
  t.match(await typed(dataDir, 'scripts/backup.ts', copy), { code: 0 })
  for (const one of [dataDir, file, copy]) chmodSync(one, 0o777)
  chmodSync(locked, 0o555)
  const said = (words: RegExp) => ({ code: 1, out: '', err: words })
  const words = /^The folder \S+locked cannot be written: the account .* has no right to\. .*\n$/
  t.match(await typedByAnybody(dataDir, 'scripts/backup.ts', join(locked, 'a.db')), said(words))
  t.match(await typedByAnybody(locked, 'scripts/restore.ts', copy), said(words))
  const below = join(locked, 'shop')
  const refusal = /^The folder \S+shop cannot be made: the account .*\n$/
  t.match(await typedByAnybody(below, 'scripts/restore.ts', copy), said(refusal))
  chmodSync(copy, 0)
  const unread = /^\S+monday\.db cannot be opened: the account .*\n$/
  t.match(await typedByAnybody(dataDir, 'scripts/restore.ts', copy), said(unread))
  chmodSync(locked, 0o777)
})

t.test('every npm command parses its arguments in one of the two ways', (t) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  for (const [name, command] of Object.entries<string>(scripts)) {
    const file = command.split(' ').findLast((word) => /\.(ts|mjs)$/.test(word)) ?? ''
    const text = readFileSync(join(ROOT, file.replace('bench/run.mjs', 'bench/main.ts')), 'utf8')
    t.match(text, /\b(runCommand|refuseArguments|answerHelp)\(/, name)
  }
  t.end()
})

t.test('errors thrown by a command are printed', async (t) => {
  const { argv, exitCode } = process
  const wrong: string[] = []
  t.intercept(console, 'error', { value: (line: unknown) => wrong.push(String(line)) })
  const printed: string[] = []
  t.intercept(console, 'log', { value: (line: unknown) => printed.push(String(line)) })
  t.teardown(() => Object.assign(process, { argv, exitCode }))
  const run = async (args: string[], main: () => Promise<number>) => {
    process.argv = ['node', 'command', ...args]
    runCommand({ help: 'Usage: sew', files: 1 }, main)
    await new Promise(setImmediate)
    const { exitCode: code } = process
    process.exitCode = exitCode
    return code
  }
  const fails = (error: unknown) => async () => {
    throw error
  }
  t.equal(await run(['--help'], fails(new Error('never run'))), 0)
  t.same(printed, ['Usage: sew'])
  t.equal(await run([], async () => 3), 3, 'the exit code of the command')
  const noServer = Object.assign(new Error('connect ECONNREFUSED'), { syscall: 'connect' })
  for (const error of [new UsageError('Say how.'), new OpenError('No shop.'), noServer]) {
    t.equal(await run([], fails(error)), 1)
    t.equal(wrong.pop(), error.message)
  }
  const full = { code: 'ENOSPC', syscall: 'copyfile', path: '/a/shop.db' }
  t.equal(await run([], fails(Object.assign(new Error('ENOSPC: no space'), full))), 1)
  t.equal(wrong.pop(), '/a/shop.db cannot be written: the disk is full.')
  t.equal(await run([], fails(new TypeError('a bug'))), 1)
  t.match(wrong.pop(), /TypeError: a bug/)
})
