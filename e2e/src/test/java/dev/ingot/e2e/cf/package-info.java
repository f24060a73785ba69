/** A day with the real cf CLI, and with the official Java client, against a platform with a domain of its own and TLS. */
@NullMarked
package dev.ingot.e2e.cf;

import org.jspecify.annotations.NullMarked;
