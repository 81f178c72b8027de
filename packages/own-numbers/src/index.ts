export { folderInbox } from './folder-inbox.ts';
export type { InboundSms, Inbox } from './inbox.ts';
export type { OwnNumber } from './numbers.ts';
export { type NumberSetting, type OwnNumbersSettings, ownNumbers, ownNumbers as default } from './plugin.ts';
export { createOwnNumbers, type OwnNumbersOptions } from './provider.ts';
export { type TwilioSettings, twilioInbox } from './twilio-inbox.ts';
