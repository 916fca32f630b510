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

// Its own list of arguments is not used: it turns off the web's security, which is under test here.
// Nothing but the pages under test reaches for the network.
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
