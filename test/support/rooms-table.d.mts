export interface Room {
  readonly room: string;
  readonly does: string;
}
export function roomsTable(rooms: readonly Room[]): string;
export function withRoomsTable(text: string, table: string): string;
export function roomsShown(text: string): string[][];
export function cellsOf(table: string): string[][];
