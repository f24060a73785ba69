/** What integration tests share: one real controller on one real PostgreSQL, and a plain HTTP client. */
@NullMarked
package dev.ingot.controller.testing;

import org.jspecify.annotations.NullMarked;
