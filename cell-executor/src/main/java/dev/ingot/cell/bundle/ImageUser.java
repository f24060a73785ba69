package dev.ingot.cell.bundle;

import java.util.List;

/**
 * The user an image of the user's own names, in numbers of its own files.
 *
 * @param groups further groups
 * @param home its home directory, `/` when the image does not know it
 */
public record ImageUser(int uid, int gid, List<Integer> groups, String home) {}
