/** The API with many resources in the database, and with many clients that wait. */
@NullMarked
package dev.ingot.bench.api;

import org.jspecify.annotations.NullMarked;
