// Server-sent events client over a real connection.
import type { Test } from 'tap'

/** Reads a stream until a pattern matches. */
export async function stream(t: Test, url: string, headers: Record<string, string>) {
  const abort = new AbortController()
  t.teardown(() => abort.abort())
  // An endless stream must not block its test.
  const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(10_000)])
  const answer = await fetch(url, { headers, signal })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    answer,
    /** The text so far, once it matches; `undefined` if the stream ended before. */
    async until(pattern: RegExp): Promise<string | undefined> {
      while (!pattern.test(text)) {
        const part = await reader?.read()
        if (!part || part.done) return undefined
        text += part.value
      }
      return text
    },
    async ended(): Promise<boolean> {
      for (;;) if ((await reader?.read())?.done !== false) return true
    },
  }
}
