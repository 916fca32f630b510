/** Where things are while the browser tests run. */

/** The Worker, as `npm run dev` serves it; at another port where two runs are to go side by side. */
export const WORKER = `http://localhost:${process.env['SHELFBELL_BROWSER_PORT'] ?? 8797}`

/** Names the variable that holds the folder in which it keeps its data. */
export const STATE = 'SHELFBELL_BROWSER_STATE'
