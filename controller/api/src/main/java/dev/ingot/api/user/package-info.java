/** Users on the wire. */
@NullMarked
package dev.ingot.api.user;

import org.jspecify.annotations.NullMarked;
