/**
 * Whether a permission was granted. Asked before optional steps of the search,
 * so that Deno never stops to ask the user about a place that is only one of
 * several.
 */
export async function hasPermission(
  permission: Deno.PermissionDescriptor,
): Promise<boolean> {
  const { state } = await Deno.permissions.query(permission);
  return state === "granted";
}
