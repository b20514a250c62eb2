// Multipart encoding of a form with files, as browsers and curl send it.

/** Returns the body and its Content-Type header. */
export async function multipart(form: FormData) {
  const body = new Response(form)
  const type = body.headers.get('content-type') ?? ''
  return { payload: Buffer.from(await body.arrayBuffer()), headers: { 'content-type': type } }
}
