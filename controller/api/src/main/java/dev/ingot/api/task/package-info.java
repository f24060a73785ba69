/** Tasks on the wire. */
@NullMarked
package dev.ingot.api.task;

import org.jspecify.annotations.NullMarked;
