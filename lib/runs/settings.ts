/** The value of a single setting; lists are written with commas. */
export type SettingValue = number | string | boolean;

/**
 * The settings in an object at any depth, by their paths: `["optimizer.momentum", 0.9]`.
 *
 * @param prefix Begins the paths.
 */
export function flatSettings(
  value: object,
  prefix = "",
): (readonly [path: string, value: SettingValue])[] {
  return Object.entries(value).flatMap(([key, field]) => {
    const path = `${prefix}${key}`;
    if (field === undefined || field === null) return [];
    if (Array.isArray(field)) return [[path, field.join(",")] as const];
    return typeof field === "object"
      ? flatSettings(field, `${path}.`)
      : [[path, field as SettingValue] as const];
  });
}
