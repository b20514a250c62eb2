// Import of 2,000 orders as CSV, and the latency of a small request beside it.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Home } from './home.ts'
import { type Server, startHemline } from './processes.ts'
import { type Owner, signIn } from './sign-in.ts'

export interface Import {
  orders: number
  seconds: number
  /** Latency of the small requests, in milliseconds. */
  p50: number
  p99: number
  worst: number
  requests: number
  /**
   * Longest event loop delay of the server in milliseconds: during the import, during one of a single order before it,
   * the first in the process, and during an idle second.
   */
  longestTurnMs: number
  firstTurnMs: number
  idleTurnMs: number
}

const ORDERS = 2_000
const EVERY_MS = 5

/** In a server of its own: measuring event loop delay costs a timer every millisecond. */
export async function measureImport(home: Home): Promise<Import> {
  const file = join(home.dataDir, 'event-loop-delay.json')
  const server = await startHemline(home, {
    NODE_OPTIONS: '--import ./bench/event-loop-delay.mjs',
    EVENT_LOOP_DELAY_FILE: file,
  })
  try {
    return await measure(server, await signIn(server.port), file)
  } finally {
    await server.stop()
  }
}

async function measure(server: Server, owner: Owner, file: string): Promise<Import> {
  const firstTurnMs = await turnsOf(server, file, () =>
    send(server, owner, `${HEAD}${lineOf(0, '10000')}`),
  )
  const idleTurnMs = await turnsOf(server, file, () => pause(1_000))
  let figures: Omit<Import, 'longestTurnMs' | 'firstTurnMs' | 'idleTurnMs'> | undefined
  const longestTurnMs = await turnsOf(server, file, async () => {
    figures = await importAndAsk(server, owner)
  })
  return { ...(figures as NonNullable<typeof figures>), longestTurnMs, firstTurnMs, idleTurnMs }
}

async function importAndAsk(server: Server, owner: Owner) {
  const lines = Array.from({ length: ORDERS }, (_, at) => lineOf(at, '20000'))
  const begun = performance.now()
  let running = true
  const sent = send(server, owner, HEAD + lines.join('')).finally(() => {
    running = false
  })
  const times: number[] = []
  while (running) {
    const asked = performance.now()
    await ask(server, owner, '/api/orders/1')
    times.push(performance.now() - asked)
    await pause(EVERY_MS)
  }
  const { made } = await sent
  if (made !== ORDERS) throw new Error(`${made} of ${ORDERS} orders were imported`)
  const seconds = (performance.now() - begun) / 1000
  const sorted = times.sort((one, other) => one - other)
  const share = (part: number) => sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN
  const worst = sorted.at(-1) ?? Number.NaN
  return { orders: made, seconds, p50: share(0.5), p99: share(0.99), worst, requests: times.length }
}

const HEAD = 'reference,customerName,customerPhone,itemName,unitPrice,deadline,deposit\n'

/** Every third line has a new customer. */
const lineOf = (at: number, batch: string) =>
  `${batch}-${at},Customer ${at % 700},0170 ${batch} ${at % 700},"Coat, new lining",80.00,2027-03-01,20.00\n`

async function send(server: Server, { program }: Owner, text: string): Promise<{ made: number }> {
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/orders/import/csv?wait=0`, {
    method: 'POST',
    headers: { ...program, 'content-type': 'text/csv' },
    body: text,
  })
  if (answer.status !== 202) throw new Error(`The import answered ${await answer.text()}`)
  const { id } = (await answer.json()) as { id: number }
  for (;;) {
    const run = await ask(server, { program }, `/api/imports/${id}`)
    if (run.state === 'done') return run.report as { made: number }
    if (run.state === 'interrupted') throw new Error(`Import ${id} was interrupted`)
    await pause(100)
  }
}

async function ask({ port }: Server, { program }: Pick<Owner, 'program'>, path: string) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: program })
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
  return (await answer.json()) as Record<string, unknown>
}

/** The longest event loop delay during a job, as the server itself measured it. */
async function turnsOf(server: Server, file: string, work: () => Promise<unknown>) {
  rmSync(file, { force: true })
  server.signal('SIGWINCH')
  await pause(50)
  await work()
  server.signal('SIGWINCH')
  while (!existsSync(file)) await pause(10)
  return (JSON.parse(readFileSync(file, 'utf8')) as { maxMs: number }).maxMs
}
