/** The status port: whether this router can do its job. */
@NullMarked
package dev.ingot.router.health;

import org.jspecify.annotations.NullMarked;
