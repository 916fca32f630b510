/**
 * `npm run rotate -- https://YOUR-WORKER`, with the admin's token in ADMIN_TOKEN: the second step of
 * changing SHELFBELL_SECRET (docs/deploying.md). It may be ended and run again at any time.
 */
import { rotateAll } from './rotation.ts'

const [worker] = process.argv.slice(2)
const token = process.env['ADMIN_TOKEN']

if (!worker || !URL.canParse(worker) || !token) {
  console.error('ADMIN_TOKEN=… npm run rotate -- https://YOUR-WORKER')
  process.exitCode = 1
} else {
  const call = () =>
    fetch(new URL('/v1/admin/rotate', worker), {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      redirect: 'error',
    })
  try {
    await rotateAll(call, console.log)
    console.log('Done. Keep SHELFBELL_SECRET_BEFORE for an hour, then delete it.')
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
