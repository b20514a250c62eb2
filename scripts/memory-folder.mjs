// A folder in memory for the databases of a test run: a disk makes each commit wait.
import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const ROOM = 2 ** 30
const NAME = /^hemline-tests-(\d+)-/

/**
 * Calls `run` with TMPDIR naming a new folder in memory, where there is room for one and nobody chose a TMPDIR, and
 * answers what it answers. The folder and the variable are gone afterwards, so a second run has a folder of its own.
 */
export function inMemory(run) {
  if (process.env.TMPDIR || !hasRoom()) return run()
  dropLeft()
  const folder = mkdtempSync(join(MEMORY, `hemline-tests-${process.pid}-`))
  chmodSync(folder, 0o1777) // some tests look from outside, as a user without power
  process.env.TMPDIR = folder
  try {
    return run()
  } finally {
    delete process.env.TMPDIR
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What runs that were killed left behind. */
function dropLeft() {
  for (const name of readdirSync(MEMORY)) {
    const pid = NAME.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) rmSync(join(MEMORY, name), { recursive: true, force: true })
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize > ROOM
  } catch {
    return false // not on this system
  }
}
