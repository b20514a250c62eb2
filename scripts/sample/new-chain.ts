// Hash chain of a new shop's events, in the order they are stored.
import { hashOf } from '../../src/services/shared/events/chain.ts'
import { type PackedRows, Rows } from './rows.ts'

export interface ChainEnd {
  id: number
  hash: string
}

export class NewChain {
  #id: number
  #hash: string

  constructor({ id, hash }: ChainEnd) {
    this.#id = id
    this.#hash = hash
  }

  /** Rows of the hashes; the columns of `events` are those of `EVENT`. */
  next({ values, width }: PackedRows): Rows {
    const rows = new Rows('event_chain', ['event_id', 'hash'])
    const text = (at: number) => String(values[at])
    for (let at = 0; at < values.length; at += width) {
      this.#id += 1
      this.#hash = hashOf(this.#hash, {
        id: this.#id,
        type: text(at),
        entity: text(at + 1),
        entityId: Number(values[at + 2]),
        actorId: null,
        actor: text(at + 3),
        requestId: text(at + 4),
        at: text(at + 5),
        data: text(at + 6),
      })
      rows.add(this.#id, this.#hash)
    }
    return rows
  }
}
