/** The repositories and packages with the vendors' descriptions, each at the commit or version that is checked. */
import type { Package, Repository } from './sources.ts'

export const KLAVIYO: Repository = {
  repository: 'klaviyo/openapi',
  commit: 'f0a30ba41254904dc410d84ca497df68f8872276',
  licence: 'MIT',
}
export const RESEND: Repository = {
  repository: 'resend/resend-openapi',
  commit: 'fd6f395f2114e13806025f0c330921c901d62bb1',
  licence: 'MIT',
}
export const SENDGRID: Repository = {
  repository: 'twilio/sendgrid-oai',
  commit: 'dbe0e0d2e67a0c3c55b222d54df2acda2b9027a7',
  licence: 'MIT',
}
export const TWILIO: Repository = {
  repository: 'twilio/twilio-oai',
  commit: 'd50069b44ea8cd23141385bdb6db48f16ff75bb5',
  licence: 'MIT',
}
export const BOTOCORE: Repository = {
  repository: 'boto/botocore',
  commit: '0e6e2404b85dc336dd2889814e089bde7d1a4c55',
  licence: 'Apache-2.0',
}
export const BIGCOMMERCE: Repository = {
  repository: 'bigcommerce/docs',
  commit: '24f580ca6d2981728b7ed70a2049e00fc602c335',
  licence: 'none named',
}
export const MAGENTO: Repository = {
  repository: 'magento/inventory',
  commit: 'e9d6e33ccbbb03386982cef0d0b826043cf4d0d2',
  licence: 'OSL-3.0',
}
export const WOO: Repository = {
  repository: 'woocommerce/woocommerce-rest-api-docs',
  commit: '13d61967911cb312a27be2dc57b12d5949f40016',
  licence: 'Apache-2.0',
}
export const POSTMARK: Package = { name: 'postmark', version: '5.1.0', licence: 'MIT' }
export const SHOPIFY: Package = { name: '@shopify/dev-mcp', version: '1.16.0', licence: 'ISC' }
export const SES_CLIENT: Package = {
  name: '@aws-sdk/client-sesv2',
  version: '3.1176.0',
  licence: 'Apache-2.0',
}
export const SVIX: Package = { name: 'svix', version: '2.5.0', licence: 'MIT' }
export const YAML: Package = { name: 'yaml', version: '2.9.1', licence: 'ISC' }
