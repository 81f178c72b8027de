import { createCodes } from '../codes.ts';

export const { countries, services } = createCodes('onlinesim');
