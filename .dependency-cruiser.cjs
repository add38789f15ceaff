/** The order of the house, made into rules: src/rooms.json is the only list of rooms. */
const rooms = require('./src/rooms.json').map(({ room }) => room);

const SPEC = '[.]spec[.]ts$';
/** The page has its own compiler settings and its own packages; it takes nothing from the server but types. */
const PAGE = '^src/dashboard/web/';
const ROOT_FILE = '^src/[^/]+[.]ts$';
const SHELL_FILE = '[.](module|controller|adapter|dto|gateway|consumer|guard|cli|decorators)[.]ts$';
/** Plumbing that is imported part by part: a room that needs a role or a port does not load an HTTP server. */
const PLATFORM_DOOR = '^src/platform/(access|http|observability|eventlog|messaging)/(index|[^/]+[.]port)[.]ts$';
const PURE_FILE = {
  path: '^src/.+[.]ts$',
  pathNot: [SPEC, PAGE, ROOT_FILE, SHELL_FILE, '[.]service[.]ts$'],
};

/** A room knows the rooms to its left, never one to its right. The last one, the command line, also starts the program. */
const onlyEarlierRooms = rooms.slice(0, -1).map((room, position) => ({
  name: `only-earlier-rooms-from-${room}`,
  comment: 'Move what both need to the left, or turn the knowledge round: say it as an event or a port.',
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: SPEC },
  to: { path: [ROOT_FILE, ...rooms.slice(position + 1).map((later) => `^src/${later}/`)] },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one file, or hide a third that both need.',
      severity: 'error',
      from: { pathNot: SPEC },
      to: { circular: true },
    },
    ...onlyEarlierRooms,
    {
      name: 'listed-rooms',
      comment: 'A folder in src is a room: give it a place in the order of src/rooms.json.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/[^/]+/', pathNot: `^src/(${rooms.join('|')})/` },
    },
    {
      name: 'enter-by-the-door',
      comment: "Import another room's index.ts; what is not exported there is that room's own business.",
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: SPEC },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index[.]ts$', PLATFORM_DOOR, SHELL_FILE] },
    },
    {
      name: 'shell-stays-outside',
      comment:
        'Take what the shell knows as an argument, or name the need as a port. Only the engine chooses adapters.',
      severity: 'error',
      from: { path: '^src/', pathNot: [SPEC, PAGE, ROOT_FILE, SHELL_FILE, '^src/engine/engine[.]ts$'] },
      to: { path: `^src/.+${SHELL_FILE}` },
    },
    {
      name: 'pure-files-import-no-node-core',
      comment: 'Pure files do no input or output. The one exception computes SHA-256 and nothing else.',
      severity: 'error',
      from: { ...PURE_FILE, pathNot: [...PURE_FILE.pathNot, '^src/kernel/digest[.]ts$'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-files-import-two-packages',
      comment: 'decimal.js for money and luxon for calendars; everything else belongs behind an adapter.',
      severity: 'error',
      from: PURE_FILE,
      to: { path: 'node_modules/', pathNot: 'node_modules/(decimal[.]js|luxon|@types/luxon)/' },
    },
    {
      name: 'no-development-packages',
      comment: 'What runs in production is listed under dependencies.',
      severity: 'error',
      from: { path: '^src/', pathNot: [SPEC, PAGE] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that cannot be followed escapes every other rule.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
