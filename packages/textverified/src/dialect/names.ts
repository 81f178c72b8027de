import { createCodes } from '../codes.ts';

export const { services } = createCodes('textverified');
