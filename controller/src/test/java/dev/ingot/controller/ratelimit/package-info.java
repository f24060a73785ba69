/** Tests of the rate limit. */
@NullMarked
package dev.ingot.controller.ratelimit;

import org.jspecify.annotations.NullMarked;
