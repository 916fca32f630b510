/**
 * Amazon SNS as a server on loopback: its certificate, and the link that confirms a subscription. The
 * key and the certificate were made for these tests and are used nowhere else.
 */
import { type FakeSystem, startUpstream } from './upstream.ts'

/** An RSA key as PKCS #8, in base64. */
export const SNS_KEY = [
  'MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDPCtiYC/fm2jDcKYFtmsrpX3ZmTg3lq6GMQgR1',
  'JfWTbLLJ/4hBFhSWK62hFZrycBWAT45jOO5Iz8HxH8UeMAXcmKa+cY6biFm3fw60sItMGJ6bYs3BAGH7crxlRlbG',
  'AERm1xCrcYuYqg33YBCO9DoZuaNo6KlGbQzXoXvLi71TGMNK1FHscwtBzD4QTUwaOADfSScq6u9FwDH0nMN+45VT',
  'Ym0SMWU2E9DDzp48NWv3/ryzk4bk9KbEF6sxFiT1xMHJxAwxgWoW2i/ptRK5gcz6eW3QA9J/iSRrwxlGupS4yHYI',
  'bumZJRQPvye4b9CUzjNo073zzbHQhciuc9Yi1kebAgMBAAECggEAKYVcUIm96n8BY3Wzbh6n6MtrPDMVGGUmHbGz',
  'oSa+rBUVeesUETFzaXZS+MYTb+FIfpX10TI+nz2DAG9Fobsxwb6fWfv+BHUAwQrrEROCq/0X+cODzdvcyoeE/q5v',
  'gn/VN+aTgj5gJ3qbGGwchf62lCglfEmEgQonlCrfX7+jdUFak1fegDpy97tTfisfZhVdC0leL12rC1CwBaerWpTW',
  'TOjl7Y4JWl07UvOGZYwURl5XddgdfTeBT3DRDiNwMtMDE5repO7LmIAYQMgzuiIaHXDZNJ1FOb5y9g6qbcYYtguk',
  '+XhVl+3FkXiQ3kdy8tv4jCVri3l9hH4pWrtGz3JrqQKBgQDztUIA68OSbgHQfeJsLwd4VDrrwqR+S/lNWtde0Vhq',
  'cKxyhMng5SW0OThahmrGj7w/zM3Xi1iNHFgnv0tMFQmKMEz/RTCjEHmYG1F4jnjVfrpqpuWKRs/DyXEqKSI51G57',
  'KRtNuW8pOtAXg2ll59PNjQhrK2rOiBP2k32GXDdPFQKBgQDZfCnb0iJFk7jBzgwaWU26feFiaFYh9B0xkj0z3Gxu',
  '91+JzfmLq8ipSUKyZwhWKW5WGPm0T3s2BDA+JHlxHPkK3aijAVzc7pTHjJ9P307FbwcWiEJgyHp9FOWvX/dSENAd',
  'K8Wc17euHSzhSZtwVnpIZ82WvmSzDkAdn7FZSVpn7wKBgGWA+RypFavHZboQtF2auOHFM0U+rIRt4Ef3rfwv9UNf',
  '6nNIG00wI6QMsQwDMDXDaASqqJE92IPtakojwpjNqkuEEo2/o6JHGl3gAu7TaECDp+ED4lbVZ3OEUz3cJAUyFVH2',
  'rQiSU1o4xLMGaL+o7u6N7xOz4ahjxOzOQVnUzrSBAoGBAM60A9S5U3ltfRw2CarBVe751U0CfVqn+Vcz9pdj2Gtf',
  'EZ6X9aWaD41V495LrtC1b/jEpA+Luz8LnA5z/DhVoR2CrtS+ZtRUrXM7Y+81/lgHvmTb/Lqf0EsxoVudiiKleCdB',
  'gwAexqTlddJpcyLCDlbi0bOEIZFM6gM91AFYhmRhAoGBAOZkH4DX3nTPGJQrzz1eu7oGNomYd0xhivNIuWzP61E0',
  'kYnxK9nW/SgzdYLRlCeLKMV6+Ht0t6yt448bD3w4hILrBxUm63IPH7jSLqtsqY58P1FVciRmzZVnNHuUJvJV7tUG',
  'psofGI5kGt5Ty9G8Y7xULU6HMZ253BKwyPE60wi2',
].join('')

/** The certificate of that key, valid until 2126. */
export const SNS_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDGzCCAgOgAwIBAgIUMFkxHRDGB6ueexTasWhPSkRWmPowDQYJKoZIhvcNAQEL
BQAwHDEaMBgGA1UEAwwRc25zLmFtYXpvbmF3cy5jb20wIBcNMjYxMTI4MTY0NDU1
WhgPMjEyNjExMDQxNjQ0NTVaMBwxGjAYBgNVBAMMEXNucy5hbWF6b25hd3MuY29t
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzwrYmAv35tow3CmBbZrK
6V92Zk4N5auhjEIEdSX1k2yyyf+IQRYUliutoRWa8nAVgE+OYzjuSM/B8R/FHjAF
3JimvnGOm4hZt38OtLCLTBiem2LNwQBh+3K8ZUZWxgBEZtcQq3GLmKoN92AQjvQ6
GbmjaOipRm0M16F7y4u9UxjDStRR7HMLQcw+EE1MGjgA30knKurvRcAx9JzDfuOV
U2JtEjFlNhPQw86ePDVr9/68s5OG5PSmxBerMRYk9cTBycQMMYFqFtov6bUSuYHM
+nlt0APSf4kka8MZRrqUuMh2CG7pmSUUD78nuG/QlM4zaNO9882x0IXIrnPWItZH
mwIDAQABo1MwUTAdBgNVHQ4EFgQU+AuAUvIu2kUY7yh/A/bZLKUC3MMwHwYDVR0j
BBgwFoAU+AuAUvIu2kUY7yh/A/bZLKUC3MMwDwYDVR0TAQH/BAUwAwEB/zANBgkq
hkiG9w0BAQsFAAOCAQEADs2MK0QMSngxgYiAnaoN10zXsKPsQp30Ip0V+uyTbRNN
/NO9ZN1dTyAvrB9Ju9lX+uTw4q/HLmVrrGRxP0+1fYe2vI+v/x266oND1D2h/V6u
YgZXUdccEBERCfaCcHkc/dEDJoiYwR8dHOAdmyLv5XvB1h8VdsOZnMLnNnOvlTqy
19iUf8EGZ6K5M3+wls1teMsu4bRUE4OQC8rZMjHBsWuyxE4qkmNrbUD14VjPo6o8
eJ8GEInQ84QbyMmB/i4AkNbzagWJu3hr4SLzBhq9hKVXl43TOy5IfSzwVdN6aNE1
zqniFtid3NjbHDqY7860szNz6qk2VB+tlIT+Q89nGw==
-----END CERTIFICATE-----
`

export const fake: FakeSystem = {
  start: () =>
    startUpstream({
      answer({ path }) {
        if (path === '/SimpleNotificationService-0123456789abcdef.pem') {
          return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: SNS_CERTIFICATE }
        }
        return path.startsWith('/?Action=ConfirmSubscription') ? { status: 200 } : { status: 404 }
      },
    }),
}
