import { defineConfig } from 'vite';

/** The trader's page. JSX needs no plugin: oxc turns it into Preact calls. */
export default defineConfig({
  root: 'src/dashboard/web',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // Only the page's own folder is emptied: the server's files in dist/ stay.
  build: { outDir: '../../../dist/dashboard/web', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
});
