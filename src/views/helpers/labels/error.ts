// The headings of the error pages, and what to do next.

interface ErrorLabel {
  heading: string
  advice: string
}

const BY_CODE: Record<string, ErrorLabel> = {
  csrf_failed: {
    heading: 'Reload the page',
    advice: 'Nothing was changed. This protects you from forms of other sites.',
  },
}

const BY_STATUS: Record<number, ErrorLabel> = {
  403: {
    heading: 'Not allowed with this account',
    advice: 'Go back, or sign in with another account.',
  },
  404: {
    heading: 'Page not found',
    advice: 'Check the address for typing mistakes, or start from the home page.',
  },
  405: { heading: 'Not possible here', advice: 'Go back and use the buttons of the page.' },
  409: {
    heading: 'Not possible any more',
    advice: 'Nothing was changed. Go back, reload the page and check what is there now.',
  },
  412: {
    heading: 'Changed by someone else',
    advice: 'Your change was not saved. Go back, reload the page and check the new version.',
  },
  413: { heading: 'Too large', advice: 'Nothing was saved. Go back and send less at once.' },
  415: {
    heading: 'Wrong type of content',
    advice: 'Nothing was saved. Go back and use the form of the page.',
  },
  422: {
    heading: 'Check what you entered',
    advice: 'Nothing was saved. Go back, correct it and try again.',
  },
  429: {
    heading: 'Too many requests',
    advice: 'Nothing is lost. Wait a moment, then reload this page.',
  },
  500: {
    heading: 'Something went wrong',
    advice:
      'Try again in a moment. If it happens again, give the support reference to your support.',
  },
  503: {
    heading: 'Busy right now',
    advice: 'Nothing was saved. Wait a few seconds, then try again.',
  },
}

const OTHER: ErrorLabel = { heading: 'That did not work', advice: 'Go back and try again.' }
const WRONG_ADDRESS: ErrorLabel = { ...OTHER, heading: 'This address is not right' }

/** @param hasWay whether the page leads to the right address */
export const errorLabel = (
  { code, status }: { code: string; status: number },
  hasWay = false,
): ErrorLabel => BY_CODE[code] ?? BY_STATUS[status] ?? (hasWay ? WRONG_ADDRESS : OTHER)
