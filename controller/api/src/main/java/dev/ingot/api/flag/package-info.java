/** Feature flags on the wire. */
@NullMarked
package dev.ingot.api.flag;

import org.jspecify.annotations.NullMarked;
