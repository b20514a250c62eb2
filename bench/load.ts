// Load generator: a closed loop, each connection sends its next request when the last one is answered. With plain
// sockets, so that one core suffices against a server that only says hello, and times are exact to the microsecond.
import { connect, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { AnswerReader } from './answer-reader.ts'

export interface Load {
  port: number
  next: () => Buffer
  connections: number
  /** Measuring time; a fifth of it is added for warm-up. */
  seconds: number
  /** Expected status; any other aborts the measurement. */
  status: number
}

/** Times in milliseconds. */
export interface Sample {
  requestsPerSecond: number
  p50: number
  p95: number
  p99: number
  /** Average bytes of a response on the wire, head and body. */
  bytes: number
  /** All responses, those of the warm-up included. */
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

/** Ends the run whatever happens to the server. */
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
      // A workload slower than the measuring time is measured once on each connection.
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
