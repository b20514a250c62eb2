// A workload: the measured requests, and its baseline.
import type { Facts } from './request-data.ts'
import type { Headers } from './requests.ts'
import type { Owner } from './sign-in.ts'

/** Requests for one server. */
export interface RequestSource {
  next: () => Buffer
  /** 200 by default. */
  status?: number
}

/** The same request in the terms of both servers. */
export interface ComparedRequest {
  hemline: string
  bare: string
}

export interface Workload {
  name: string
  /** 32 by default. */
  connections?: number
  hemline: RequestSource
  /** The same work by a baseline, and the share of its requests per second that the design promises. */
  against?: RequestSource & { server: 'hello' | 'bare'; promised: number }
  /** Responses that must be equal to those of *bare*, as JSON; for a page, of the list behind it. */
  questions?: ComparedRequest[]
  /** Asked without a sign-in when the answers are compared. */
  anonymous?: boolean
  /** Counts commits while it runs. */
  writes?: boolean
}

/** Data that workloads are built from. */
export interface WorkloadData {
  facts: Facts
  owner: Owner
  /** Requests once from the real server: for ETags, and for pages that the baseline also sends. */
  ask: (path: string, headers: Headers) => Promise<{ body: string; etag: string | null }>
  /** Stores a page in the baseline. */
  keep: (name: string, page: string) => Promise<void>
}

/** Cycles through the requests. */
export function cycle(requests: readonly Buffer[]): () => Buffer {
  let next = 0
  return () => requests[next++ % requests.length] as Buffer
}
