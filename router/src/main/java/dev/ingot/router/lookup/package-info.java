/** Finding the route of a host and path: pure functions of their inputs, nothing of the network or the clock. */
@NullMarked
package dev.ingot.router.lookup;

import org.jspecify.annotations.NullMarked;
