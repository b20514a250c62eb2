// The library that draws pictures, loaded with the first one: a shop starts without it, and a day without photos does
// without its 20 MB.
type Sharp = typeof import('sharp').default

let loaded: Promise<Sharp> | undefined

export function drawing(): Promise<Sharp> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  // One thread for each photo and two photos at a time leave the other cores and pool threads to the counter.
  // An open photo of 50 megapixels takes 150 MB: a longer line would move the trouble to the memory.
  sharp.concurrency(1)
  // Uploads are never opened twice: a cache would only hold memory.
  sharp.cache(false)
  return sharp
}
