import { nanoid } from 'nanoid';

const start = nanoid(12);

export const greeting = () => `Hello from a workspace (${start})`;
