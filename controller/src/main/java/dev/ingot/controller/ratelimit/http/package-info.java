/** Counts requests, and refuses those over the limit. */
@NullMarked
package dev.ingot.controller.ratelimit.http;

import org.jspecify.annotations.NullMarked;
