// Sample shops to measure on. SQLite files are created once, kept in bench/data and copied for each run, because
// workloads write; PostgreSQL databases are created for the run.
import { spawnSync } from 'node:child_process'
import { constants, cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openDatabase } from '../src/db/open.ts'
import { addGoods } from './goods.ts'
import { type Home, ROOT } from './home.ts'

export const OWNER = { email: 'owner@bench.test', password: 'tailors chalk 1 2 3' }

export interface Shop extends Home {
  engine: 'sqlite' | 'postgres'
  remove: () => Promise<void>
}

/** Orders with photos in a kept shop. */
const PHOTOGRAPHED = '4'

/** @param server a PostgreSQL server to create the shop on; `null`: a file */
export const openShop = (orders: number, server: string | null): Promise<Shop> =>
  server === null ? openFile(orders) : openOnServer(orders, server)

async function openFile(orders: number): Promise<Shop> {
  const kept = join(ROOT, 'bench/data', String(orders))
  if (!existsSync(join(kept, 'complete', 'hemline.db'))) keep(orders, kept)
  const complete = join(kept, 'complete')
  // Newer migrations run once, and not in each copy.
  await stock({ databaseUrl: null, dataDir: complete })
  const dataDir = emptyFolder()
  cpSync(complete, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE })
  return { engine: 'sqlite', dataDir, databaseUrl: null, remove: async () => removeFolder(dataDir) }
}

async function stock(home: Home): Promise<void> {
  const db = await openDatabase(home)
  try {
    await addGoods(db)
  } finally {
    await db.close()
  }
}

export const emptyFolder = () => mkdtempSync(join(tmpdir(), 'hemline-bench-'))
export const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true })

function keep(orders: number, kept: string): void {
  removeFolder(kept)
  const begun = emptyFolder()
  try {
    fill(orders, { DATA_DIR: begun })
    // Renamed when complete: an interrupted run leaves nothing that looks complete.
    cpSync(begun, join(kept, 'begun'), { recursive: true })
    renameSync(join(kept, 'begun'), join(kept, 'complete'))
  } finally {
    removeFolder(begun)
  }
}

async function openOnServer(orders: number, server: string): Promise<Shop> {
  const name = `hemline_bench_${process.pid}_${orders}`
  const url = new URL(server)
  url.pathname = `/${name}`
  const dataDir = emptyFolder()
  const remove = async () => {
    removeFolder(dataDir)
    await command(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }
  await command(server, `CREATE DATABASE ${name} TEMPLATE template0`)
  try {
    fill(orders, { DATA_DIR: dataDir, DATABASE_URL: url.href })
  } catch (error) {
    await remove()
    throw error
  }
  await stock({ databaseUrl: url.href, dataDir })
  return { engine: 'postgres', dataDir, databaseUrl: url.href, remove }
}

async function command(server: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

/** `npm run sample` in a child process. */
function fill(orders: number, home: NodeJS.ProcessEnv): void {
  const args = ['--orders', String(orders), '--photos', PHOTOGRAPHED]
  const command = ['--import', 'tsx', 'scripts/sample.ts', ...args]
  const env = { ...process.env, ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password, ...home }
  const { status } = spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit', env })
  if (status !== 0) throw new Error(`The sample shop of ${orders} orders could not be made`)
}
