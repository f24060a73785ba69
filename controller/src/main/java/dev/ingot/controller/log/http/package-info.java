/** Logs over HTTP: the log-cache API the cf CLI reads, and our own live stream. */
@NullMarked
package dev.ingot.controller.log.http;

import org.jspecify.annotations.NullMarked;
