// Event stream latency and throughput: when the last of many open streams has an order's event, and how many events
// reach them in a second.
import { setTimeout as pause } from 'node:timers/promises'
import type { Owner } from './sign-in.ts'

const STREAMS = 200
/** Orders one after the other, each after all streams have the previous one. */
const ONE_BY_ONE = 20
/** Concurrent orders, as fast as the server takes them. */
const AT_ONCE = 8
const IN_A_ROW = 25
const PATIENCE_MS = 30_000

export interface FanOut {
  streams: number
  /** From the order's response until all streams have its event, in milliseconds. */
  p50: number
  worst: number
  /** Over all streams, under constant load. */
  eventsPerSecond: number
}

interface Heard {
  events: number
}

export async function measureStreams(
  port: number,
  owner: Owner,
  customerId: number,
): Promise<FanOut> {
  const ending = new AbortController()
  const heard: Heard = { events: 0 }
  try {
    const readers = Array.from({ length: STREAMS }, () => listen(port, owner, heard, ending.signal))
    await Promise.all(readers)
    const take = () => takeOrder(port, owner, customerId)
    const times = await delays(heard, take)
    const eventsPerSecond = await flow(heard, take)
    const [p50 = Number.NaN, worst = Number.NaN] = [times[ONE_BY_ONE / 2], times.at(-1)]
    return { streams: STREAMS, p50, worst, eventsPerSecond }
  } finally {
    ending.abort()
  }
}

/** Ascending. */
async function delays(heard: Heard, take: () => Promise<void>): Promise<number[]> {
  const times: number[] = []
  for (let order = 0; order < ONE_BY_ONE; order++) {
    const wanted = heard.events + STREAMS
    await take()
    const answered = performance.now()
    await until(heard, wanted)
    times.push(performance.now() - answered)
  }
  return times.sort((a, b) => a - b)
}

async function flow(heard: Heard, take: () => Promise<void>): Promise<number> {
  const wanted = STREAMS * AT_ONCE * IN_A_ROW
  const begun = performance.now()
  const before = heard.events
  const takers = Array.from({ length: AT_ONCE }, async () => {
    for (let order = 0; order < IN_A_ROW; order++) await take()
  })
  await Promise.all(takers)
  await until(heard, before + wanted)
  return wanted / ((performance.now() - begun) / 1000)
}

async function until(heard: Heard, wanted: number): Promise<void> {
  const patience = performance.now() + PATIENCE_MS
  while (heard.events < wanted) {
    if (performance.now() > patience) throw new Error('Not all streams heard of all orders')
    await pause(1)
  }
}

/** Resolves once the stream is open; counts its events from then on. */
async function listen(port: number, { program }: Owner, heard: Heard, signal: AbortSignal) {
  const answer = await fetch(`http://127.0.0.1:${port}/api/events/stream`, {
    headers: program,
    signal,
  })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  await reader?.read()
  const count = async () => {
    let left = ''
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: '' }
      if (done) return
      const parts = (left + value).split('"order.placed"')
      heard.events += parts.length - 1
      // A chunk may end within the word.
      left = (parts.at(-1) ?? '').slice(-'"order.placed'.length)
    }
  }
  count().catch(() => {}) // ended by us
}

async function takeOrder(port: number, { program }: Owner, customerId: number): Promise<void> {
  const items = [{ itemName: 'Veil', quantity: 1, unitPrice: '30.00' }]
  const answer = await fetch(`http://127.0.0.1:${port}/api/orders`, {
    method: 'POST',
    headers: { ...program, 'content-type': 'application/json' },
    body: JSON.stringify({ customerId, items }),
  })
  await answer.text()
  if (answer.status !== 201) throw new Error(`Taking an order answered ${answer.status}`)
}
