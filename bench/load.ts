// A closed loop of so many connections: each sends its next request as soon as the last one is answered.
// Our own sockets and not a client library, so that one core of load is enough for a server that only says hello, and
// so that times are known to the microsecond.
import { connect, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { AnswerReader } from './answer-reader.ts'

export interface Load {
  port: number
  /** The next request to send. */
  next: () => Buffer
  connections: number
  /** How long to measure; a fifth of it more goes by before. */
  seconds: number
  /** The status each answer must have; another one ends the measurement. */
  status: number
}

/** Times are milliseconds. */
export interface Sample {
  requestsPerSecond: number
  p50: number
  p95: number
  p99: number
  /** Bytes of an answer over the wire, head and body, on average. */
  bytes: number
  /** Answers in all, also those before the measurement began. */
  all: number
}

export async function measure(load: Load): Promise<Sample> {
  const times: number[] = []
  const state = { all: 0, bytes: 0, from: Infinity, until: Infinity }
  const ended = Array.from({ length: load.connections }, () => oneConnection(load, state, times))
  const begun = performance.now()
  state.from = begun + load.seconds * 200
  state.until = state.from + load.seconds * 1000
  await Promise.all(ended)
  return sampleOf(times, state, (performance.now() - state.from) / 1000)
}

/** So that a run ends, whatever happens to the server. */
const PATIENCE_MS = 60_000

interface State {
  all: number
  bytes: number
  from: number
  until: number
}

function oneConnection(load: Load, state: State, times: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true })
    let sent = 0
    const send = () => {
      const request = load.next()
      sent = performance.now()
      socket.write(request)
    }
    const reader = new AnswerReader(({ status, bytes }) => {
      const now = performance.now()
      if (status !== load.status) {
        socket.destroy(new Error(`Answered ${status} and not ${load.status}`))
        return
      }
      state.all += 1
      if (sent >= state.from) {
        times.push(now - sent)
        state.bytes += bytes
      }
      // What takes longer than all the time there is, is measured once on each connection at least.
      if (now < state.until || times.length < load.connections) send()
      else socket.end(resolve)
    })
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('No answer came for a minute')))
    socket.on('connect', send)
    socket.on('data', (chunk) => reader.take(chunk))
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('The server closed the connection')))
  })
}

function sampleOf(times: number[], { bytes, all }: State, seconds: number): Sample {
  const sorted = Float64Array.from(times).sort()
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
  return {
    requestsPerSecond: times.length / seconds,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    bytes: bytes / Math.max(times.length, 1),
    all,
  }
}
