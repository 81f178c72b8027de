export const router = (file: string): string => `packages/router/src/${file}`;
export const journal = (file: string): string => `packages/journal/src/${file}`;
export const http = (file: string): string => `packages/http/src/${file}`;
export const core = (file: string): string => `packages/core/src/${file}`;
export const smsActivate = (file: string): string => `packages/sms-activate/src/${file}`;
export const arzancell = (file: string): string => `packages/arzancell/src/${file}`;
