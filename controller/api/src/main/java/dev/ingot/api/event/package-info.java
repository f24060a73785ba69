/** Audit events on the wire. */
@NullMarked
package dev.ingot.api.event;

import org.jspecify.annotations.NullMarked;
