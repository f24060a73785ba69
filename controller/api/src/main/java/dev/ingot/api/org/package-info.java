/** Orgs on the wire. */
@NullMarked
package dev.ingot.api.org;

import org.jspecify.annotations.NullMarked;
