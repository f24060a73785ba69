/** Choosing an endpoint of a route: round robin or least connections, passing over those that failed lately. */
@NullMarked
package dev.ingot.router.balance;

import org.jspecify.annotations.NullMarked;
