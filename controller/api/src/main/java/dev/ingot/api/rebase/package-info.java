/** Rebases on the wire. */
@NullMarked
package dev.ingot.api.rebase;

import org.jspecify.annotations.NullMarked;
