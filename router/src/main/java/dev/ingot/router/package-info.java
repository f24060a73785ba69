/** The router process: its configuration, its parts put together, its start and its graceful stop. */
@NullMarked
package dev.ingot.router;

import org.jspecify.annotations.NullMarked;
