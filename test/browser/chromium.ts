/**
 * Which Chromium the browser tests drive: the one named by CHROME_PATH; on Linux x64 the one that
 * comes inside the npm package, the same on every machine; elsewhere the Chrome that is installed.
 */
import chromium from '@sparticuz/chromium'

export async function launchOptions() {
  const named = process.env['CHROME_PATH']
  if (named) return { executablePath: named, args: ['--no-sandbox', ...QUIET] }
  if (process.platform === 'linux' && process.arch === 'x64') {
    return { executablePath: await chromium.executablePath(), args: ['--no-sandbox', ...QUIET] }
  }
  return { channel: 'chrome', args: QUIET }
}

// The package's own arguments are not used: they turn off web security, which is under test here.
// These stop every network request except those of the pages under test.
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
