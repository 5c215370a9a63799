/**
 * Whether a permission is granted. Checked before optional steps of the search,
 * so that Deno doesn't prompt the user for a place that is only one of several.
 */
export async function hasPermission(
  permission: Deno.PermissionDescriptor,
): Promise<boolean> {
  const { state } = await Deno.permissions.query(permission);
  return state === "granted";
}
