// One kind of work that is measured, and what it is compared with.
import type { Facts } from './facts.ts'
import type { Owner } from './people.ts'
import type { Headers } from './requests.ts'

/** Where one server is asked what. */
export interface Asking {
  next: () => Buffer
  /** 200 unless given. */
  status?: number
}

/** The same question in the words of both servers. */
export interface Question {
  hemline: string
  bare: string
}

export interface Work {
  name: string
  /** 32 unless given. */
  connections?: number
  hemline: Asking
  /** The same work by a baseline, and the share of its requests per second that we promise. */
  against?: Asking & { server: 'hello' | 'bare'; promised: number }
  /** What it and *bare* must answer alike, as JSON; of a page, the list that is behind it. */
  questions?: Question[]
  /** Counts the commits while it runs. */
  writes?: boolean
}

/** What works are made from. */
export interface Ground {
  facts: Facts
  owner: Owner
  /** Asks the real server once; for tags, and for pages that the baseline sends too. */
  ask: (path: string, headers: Headers) => Promise<{ body: string; etag: string | null }>
  /** Gives a page to the baseline. */
  keep: (name: string, page: string) => Promise<void>
}

/** One after the other, from the beginning again at the end. */
export function inTurn(requests: readonly Buffer[]): () => Buffer {
  let next = 0
  return () => requests[next++ % requests.length] as Buffer
}
