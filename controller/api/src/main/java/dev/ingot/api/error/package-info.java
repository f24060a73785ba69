/** Errors as they stand on the wire; used by the server that throws them and by the client that shows them. */
@NullMarked
package dev.ingot.api.error;

import org.jspecify.annotations.NullMarked;
