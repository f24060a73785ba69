/** Jobs on the wire. */
@NullMarked
package dev.ingot.api.job;

import org.jspecify.annotations.NullMarked;
