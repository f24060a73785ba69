/** How much an export costs: layers of an app directory against tar and gzip. */
@NullMarked
package dev.ingot.bench.export;

import org.jspecify.annotations.NullMarked;
