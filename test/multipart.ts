// A form with files as browsers and curl send it.

/** The body of a form and the header that says how to read it. */
export async function multipart(form: FormData) {
  const body = new Response(form)
  const type = body.headers.get('content-type') ?? ''
  return { payload: Buffer.from(await body.arrayBuffer()), headers: { 'content-type': type } }
}
