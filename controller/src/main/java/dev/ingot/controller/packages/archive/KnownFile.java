package dev.ingot.controller.packages.archive;

/**
 * A file the client did not send because the platform has its content.
 *
 * @param path where it lies in the app, relative
 * @param mode Unix permission bits
 * @param sha1 of its content, lower-case hex
 * @param size in bytes
 */
public record KnownFile(String path, int mode, String sha1, long size) {}
