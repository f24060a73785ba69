/** Domains on the wire. */
@NullMarked
package dev.ingot.api.domain;

import org.jspecify.annotations.NullMarked;
