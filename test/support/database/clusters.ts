// PostgreSQL server of a single test, for replicas, stops and restarts.
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import type { Test } from 'tap'
import { skipFile } from '../files.ts'

const run = promisify(execFile)
const DEBIAN = '/usr/lib/postgresql'
const NEEDED = ['initdb', 'pg_basebackup', 'postgres']

/** The folder of PostgreSQL's programs; skips the test file if there is none. */
function programs(): string {
  const versions = existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .map(Number)
        .sort((a, b) => b - a)
    : []
  const folders = [
    ...versions
      .filter((version) => version >= 15)
      .map((version) => join(DEBIAN, `${version}`, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ]
  const folder = folders.find((folder) => NEEDED.every((name) => existsSync(join(folder, name))))
  if (folder !== undefined) return folder
  return skipFile(`needs the programs of a server: ${NEEDED.join(', ')}`)
}

/** PostgreSQL refuses to run as root: then it runs as the user created by its packages. */
function user(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (option: string) =>
    Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Nothing outlives the test, so nothing has to reach the disk. */
const SETTINGS = ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=60']

export class Cluster {
  #process: ChildProcess | undefined
  #ended: Promise<unknown> = Promise.resolve()
  readonly url: string

  private constructor(
    private readonly t: Test,
    private readonly bin: string,
    private readonly dir: string,
    private readonly port: number,
  ) {
    this.url = `postgres://postgres@127.0.0.1:${port}/postgres`
    t.teardown(async () => {
      await this.stop()
      rmSync(dir, { recursive: true, force: true })
    })
  }

  static async start(t: Test): Promise<Cluster> {
    const cluster = await Cluster.#made(t)
    const options = ['--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
    await cluster.#run('initdb', '-D', cluster.#data, '-U', 'postgres', ...options)
    await cluster.start()
    return cluster
  }

  static async #made(t: Test): Promise<Cluster> {
    const bin = programs()
    const dir = mkdtempSync(join(tmpdir(), 'hemline-cluster-'))
    const { uid, gid } = user()
    if (uid !== undefined && gid !== undefined) chownSync(dir, uid, gid)
    return new Cluster(t, bin, dir, await freePort())
  }

  async replica(): Promise<Cluster> {
    const made = await Cluster.#made(this.t)
    const from = ['-h', '127.0.0.1', '-p', `${this.port}`, '-U', 'postgres']
    await made.#run('pg_basebackup', ...from, '-D', made.#data, '-R', '-c', 'fast', '--no-sync')
    await made.start()
    return made
  }

  /** Resolves once it accepts connections. */
  async start(): Promise<void> {
    const child = spawn(
      join(this.bin, 'postgres'),
      ['-D', this.#data, '-p', `${this.port}`, '-k', this.dir, ...SETTINGS],
      { ...user(), stdio: 'ignore' },
    )
    this.#process = child
    this.#ended = new Promise((resolve) => child.on('exit', resolve))
    for (;;) {
      const answers = await this.query('SELECT 1').catch(() => undefined)
      if (answers) return
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** Cuts all connections and exits. `SIGQUIT` exits as a crash does. */
  async stop(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    this.#process?.kill(signal)
    await this.#ended
  }

  async query(text: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.url })
    client.on('error', () => undefined)
    await client.connect()
    try {
      return (await client.query(text)).rows
    } finally {
      await client.end()
    }
  }

  get #data(): string {
    return join(this.dir, 'data')
  }

  #run(program: string, ...args: string[]) {
    return run(join(this.bin, program), args, user())
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
