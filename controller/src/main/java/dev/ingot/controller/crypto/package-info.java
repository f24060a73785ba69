/** Secrets at rest: what the database must not hold in plain text is sealed with a key from a file. */
@NullMarked
package dev.ingot.controller.crypto;

import org.jspecify.annotations.NullMarked;
