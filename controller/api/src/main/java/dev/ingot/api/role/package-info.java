/** Roles on the wire. */
@NullMarked
package dev.ingot.api.role;

import org.jspecify.annotations.NullMarked;
