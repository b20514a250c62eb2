// Event feed clients, by paging and by stream, that survive killed processes.
import { setTimeout as pause } from 'node:timers/promises'
import type { Sender } from './patient-sender.ts'

/** Polls the feed repeatedly to its end, as a program that keeps a copy. */
export function follower(url: string, { headers }: Sender) {
  const seen: number[] = []
  let cursor = 0
  let stopped = false
  const read = async () => {
    const answer = await fetch(`${url}/api/events?after=${cursor}&limit=100`, { headers }).catch(
      () => null,
    )
    if (!answer?.ok) return 1 // cut or busy: asked again
    const page = (await answer.json()) as { data: { id: number }[]; cursor: number }
    seen.push(...page.data.map(({ id }) => id))
    cursor = page.cursor
    return page.data.length
  }
  const running = (async () => {
    while (!stopped) if ((await read()) === 0) await pause(20)
    while ((await read()) > 0);
  })()
  return {
    /** All ids in order of arrival. */
    async end() {
      stopped = true
      await running
      return seen
    },
  }
}

/** Ids from a stream, resumed after cuts, up to one that is `isLast`. */
export async function streamed(url: string, { headers }: Sender, isLast: (id: number) => boolean) {
  const ids: number[] = []
  while (!isLast(ids.at(-1) ?? 0)) {
    const from = { ...headers, 'last-event-id': String(ids.at(-1) ?? 0) }
    await readStream(`${url}/api/events/stream`, from, ids, isLast).catch(() => undefined)
  }
  return ids
}

async function readStream(
  url: string,
  headers: Record<string, string>,
  ids: number[],
  isLast: (id: number) => boolean,
): Promise<void> {
  const answer = await fetch(url, { headers })
  let rest = ''
  for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const frames = (rest + part).split('\n\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) {
      const id = /^id: (\d+)$/m.exec(frame)?.[1]
      if (id !== undefined) ids.push(Number(id))
    }
    if (isLast(ids.at(-1) ?? 0)) return
  }
}
