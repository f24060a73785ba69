package dev.ingot.oci.layer;

import java.util.Map;

/**
 * One entry as its headers say.
 *
 * @param name raw name as stored
 * @param type type flag: '0' file, '1' hard link, '2' symbolic link, '3' and '4' devices, '5' directory, '6' FIFO
 * @param mtime seconds since 1970
 * @param xattrs name to bytes
 */
record TarEntry(String name, char type, int mode, long uid, long gid, long size, long mtime, String linkName, Map<String, byte[]> xattrs) {}
