/**
 * Runs one command of compiled sources in a process of its own, at the speed that users see.
 * node run-compiled-command.mjs <folder of compiled sources> <file under cli/> <exported function> [arguments…]
 */
const [folder, file, make, ...args] = process.argv.slice(2);
const { [make]: command } = await import(`${folder}/cli/${file}`);
const io = { stdout: process.stdout, stderr: process.stderr, env: {}, now: Date.now };
await command(io).parseAsync(args, { from: 'user' });
