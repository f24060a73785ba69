package dev.ingot.controller.packages.archive;

import java.util.Map;

/**
 * A finished zip.
 *
 * @param sha256 of the zip, lower-case hex
 * @param size of the zip in bytes
 * @param contents sha1 → size of every uploaded file that the pool has now
 */
public record AssembledPackage(String sha256, long size, Map<String, Long> contents) {}
