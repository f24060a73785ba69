/** Archives: reading an uploaded zip that may be hostile, and writing the one zip that a package becomes. Knows neither HTTP nor database. */
@NullMarked
package dev.ingot.controller.packages.archive;

import org.jspecify.annotations.NullMarked;
