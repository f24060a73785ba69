/** How many requests one user may send. */
@NullMarked
package dev.ingot.controller.ratelimit;

import org.jspecify.annotations.NullMarked;
