/** Where things are while the browser tests run. */

/** The Worker, as `npm run dev` serves it. */
export const WORKER = 'http://localhost:8797'

/** Names the variable that holds the folder in which it keeps its data. */
export const STATE = 'SHELFBELL_BROWSER_STATE'
