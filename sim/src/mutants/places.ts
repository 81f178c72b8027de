export const router = (file: string): string => `packages/router/src/${file}`;
export const http = (file: string): string => `packages/http/src/${file}`;
export const core = (file: string): string => `packages/core/src/${file}`;
