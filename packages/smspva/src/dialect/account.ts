import type { Shop, WireReply } from '@numroute/core';
import { plain, show } from './envelope.ts';

export const showBalance = async (shop: Shop): Promise<WireReply> =>
  show(`{"balance":${plain(await shop.fetchBalance())}}`);

export const showUser = async (shop: Shop): Promise<WireReply> =>
  show(`{"balance":${plain(await shop.fetchBalance())},"name":"numroute","karma":100}`);
