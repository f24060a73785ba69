/** Quotas on the wire. */
@NullMarked
package dev.ingot.api.quota;

import org.jspecify.annotations.NullMarked;
