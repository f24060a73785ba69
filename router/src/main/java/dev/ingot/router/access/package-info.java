/** Access log lines of app requests: their format, and the bounded buffer in which they wait for the controller. */
@NullMarked
package dev.ingot.router.access;

import org.jspecify.annotations.NullMarked;
