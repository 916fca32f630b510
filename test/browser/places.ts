/** Addresses and folders of a run of the browser tests. */

/** The Worker as `npm run dev` serves it. Set another port to run the tests twice at a time. */
export const WORKER = `http://localhost:${process.env['SHELFBELL_BROWSER_PORT'] ?? 8797}`

/** The environment variable with the folder of the Worker's data. */
export const STATE = 'SHELFBELL_BROWSER_STATE'
