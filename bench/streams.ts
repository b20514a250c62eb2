// The event stream: how long after an order was taken the last of many open streams has heard of it.
import { setTimeout as pause } from 'node:timers/promises'
import type { Owner } from './people.ts'

const STREAMS = 100
const ORDERS = 20

export interface FanOut {
  streams: number
  /** From the answered order until all streams have its event, in milliseconds. */
  p50: number
  worst: number
}

export async function fanOut(port: number, owner: Owner, customerId: number): Promise<FanOut> {
  const ending = new AbortController()
  const heard = { events: 0 }
  const readers = Array.from({ length: STREAMS }, () => listen(port, owner, heard, ending.signal))
  await Promise.all(readers)
  const times: number[] = []
  for (let order = 0; order < ORDERS; order++) {
    const before = heard.events
    const answered = await place(port, owner, customerId)
    const patience = answered + 10_000
    while (heard.events < before + STREAMS && performance.now() < patience) await pause(1)
    times.push(performance.now() - answered)
  }
  ending.abort()
  times.sort((a, b) => a - b)
  return { streams: STREAMS, p50: times[ORDERS / 2] ?? 0, worst: times.at(-1) ?? 0 }
}

/** Resolves once the stream is open; counts its events from then on. */
async function listen(
  port: number,
  { program }: Owner,
  heard: { events: number },
  signal: AbortSignal,
) {
  const answer = await fetch(`http://127.0.0.1:${port}/api/events/stream`, {
    headers: program,
    signal,
  })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  await reader?.read()
  const count = async () => {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: '' }
      if (done) return
      heard.events += value.split('"order.placed"').length - 1
    }
  }
  count().catch(() => {}) // ended by us
}

async function place(port: number, { program }: Owner, customerId: number): Promise<number> {
  const items = [{ itemName: 'Veil', quantity: 1, unitPrice: '30.00' }]
  const answer = await fetch(`http://127.0.0.1:${port}/api/orders`, {
    method: 'POST',
    headers: { ...program, 'content-type': 'application/json' },
    body: JSON.stringify({ customerId, items }),
  })
  await answer.text()
  if (answer.status !== 201) throw new Error(`Taking an order answered ${answer.status}`)
  return performance.now()
}
