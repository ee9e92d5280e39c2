import { defineConfig } from 'vitest/config';
import { viteTemplates } from './build/templates.mjs';

export default defineConfig({
  plugins: [viteTemplates],
  test: { globalSetup: ['test/servers/announce.ts'], include: ['test/**/*.test.ts'], testTimeout: 120_000 },
});
